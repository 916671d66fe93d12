package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.Source;
import io.mqttproxy.it.MqttLoad;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.tls.ToolTls;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Real processes, of which one takes over from the other. */
@EnabledOnOs(OS.LINUX)
class UpgradeIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int STAYING = 1_000;
    private static final int PER_SECOND = 300;
    private static final Pattern SERVES = Pattern.compile("Process ([0-9]+) serves");

    @TempDir
    private Path folder;

    private StubBroker broker;
    private int adminPort;
    private TestPki pki;
    private TestCertificate server;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() {
        broker = StubBroker.start(StubBehaviour.accepting());
        pki = TestPki.in(folder);
        server = pki.server();
    }

    @AfterEach
    void stop() {
        Matcher serves = SERVES.matcher(out.toString());
        if (serves.find()) {
            ProcessHandle.of(Long.parseLong(serves.group(1))).ifPresent(ChildProxy::kill);
        }
        broker.close();
    }

    @Test
    void refusesNobodyWhileAnotherProcessTakesOver() throws Exception {
        // given
        try (ChildProxy old = ChildProxy.start(folder, yaml(0))) {
            int port = old.awaitPort();
            adminPort = old.awaitAdminPort();
            try (MqttLoad load = new MqttLoad(pki, port)) {
                load.hold(STAYING);
                await().atMost(LIMIT).until(() -> load.staying() == STAYING);
                ScheduledFuture<?> arrivals = load.come(PER_SECOND);
                await().atMost(LIMIT).until(() -> load.served() > PER_SECOND);

                // when
                configure(port);
                int exitCode = upgrade();
                int before = load.served();

                // then
                assertThat(readiness()).isEqualTo(200);
                assertThat(exitCode).as(old.stderr()).isZero();
                await().atMost(LIMIT).until(() -> load.served() > before + PER_SECOND);
                assertThat(old.awaitExit()).as(old.stderr()).isZero();
                int alone = load.served();
                await().atMost(LIMIT).until(() -> load.served() > alone + PER_SECOND);
                arrivals.cancel(false);
                await().atMost(LIMIT).until(() -> load.underWay() == 0);
                assertThat(load.failures())
                        .as("those of the old process are asked to come again, and nobody else notices")
                        .hasSize(STAYING)
                        .containsOnly("a client that wanted to stay was disconnected");
            }
        }
    }

    @Test
    void changesNothingWhenTheNewProcessDoesNotStart() throws Exception {
        // given
        try (ChildProxy old = ChildProxy.start(folder, yaml(0))) {
            int port = old.awaitPort();
            adminPort = old.awaitAdminPort();
            String busy = "  other: {bind: 127.0.0.1:%d}%n".formatted(broker.port());
            Files.writeString(folder.resolve("proxy.yaml"), yaml(port).replace("clusters:", busy + "clusters:"));

            // when
            int exitCode = upgrade();

            // then
            assertThat(exitCode).isEqualTo(1);
            assertThat(readiness()).isEqualTo(200);
            assertThat(err.toString())
                    .contains("has ended before it took over; its log tells why. Nothing has changed.");
            old.awaitLog("listeners.other.bind");
            try (MqttLoad load = new MqttLoad(pki, port)) {
                load.hold(1);
                await().atMost(LIMIT).until(() -> load.staying() == 1);
            }
            old.signal("TERM");
            assertThat(old.awaitExit()).isZero();
            assertThat(folder.resolve("upgrade.sock")).doesNotExist();
        }
    }

    @Test
    void handsBansOver() throws Exception {
        // given
        try (ChildProxy old = ChildProxy.start(folder, yaml(0))) {
            int port = old.awaitPort();
            adminPort = old.awaitAdminPort();
            HttpRequest.Builder ban = HttpRequest.newBuilder(admin("/api/v1/bans"))
                    .header("Authorization", "Bearer let-me-in")
                    .POST(BodyPublishers.ofString("{\"clientId\": \"pump-7\", \"for\": \"1h\"}"));
            assertThat(send(ban).statusCode()).isEqualTo(200);

            // when
            configure(port);
            int exitCode = upgrade();

            // then
            assertThat(exitCode).as(old.stderr()).isZero();
            await().atMost(LIMIT).until(() -> send(HttpRequest.newBuilder(admin("/api/v1/bans")))
                    .body()
                    .contains("\"value\":\"pump-7\""));
            assertThat(old.awaitExit()).as(old.stderr()).isZero();
        }
    }

    @Test
    void saysThatNobodyIsThere() throws Exception {
        Files.writeString(folder.resolve("proxy.yaml"), yaml(0));

        assertThat(upgrade()).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(folder.resolve("upgrade.sock")
                        + ": no proxy is running there (expected: one with this startup.upgradeSocket)");
    }

    private int readiness() throws Exception {
        return send(HttpRequest.newBuilder(admin("/readyz"))).statusCode();
    }

    private URI admin(String path) {
        return URI.create("https://127.0.0.1:" + adminPort + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        FileRef ca = new FileRef(pki.caFile(), "ca", new Source("test", 0, 0, ""));
        return HttpClient.newBuilder()
                .sslContext(ToolTls.trusting(ca).context())
                .build()
                .send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
    }

    private int upgrade() {
        CommandLine commands = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commands.execute("upgrade", "-c", folder.resolve("proxy.yaml").toString());
    }

    private void configure(int port) throws IOException {
        Files.writeString(folder.resolve("proxy.yaml"), yaml(port));
    }

    private String yaml(int port) {
        return """
                certificates: {server: {certFile: %s, keyFile: %s}}
                listeners:
                  mqtt:
                    bind: 127.0.0.1:%d
                    tls: {certificates: [server]}
                    limits: {perSource: 100000}
                clusters: {brokers: {backends: ["127.0.0.1:%d"]}}
                admin: {bind: "127.0.0.1:%d", token: let-me-in, tls: {certificate: server}}
                bans: {file: bans.yaml}
                logging: {access: "off"}
                startup: {warmUp: "off", upgradeSocket: upgrade.sock}
                shutdown: {pace: 500/s}
                """.formatted(server.certFile(), server.keyFile(), port, broker.port(), adminPort);
    }
}
