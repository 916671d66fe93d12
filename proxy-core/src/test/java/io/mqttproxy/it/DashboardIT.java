package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.ClientFleet;
import io.mqttproxy.testsupport.ClientFleet.Client;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.PublishingBroker;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboard in a browser, with two brokers that publish all the time and clients that come back when they are sent away.
 * The pictures are in {@code target/dashboard}. Needs a package registry the first time, where {@code npm} finds nothing in
 * its cache.
 */
@RequiresProgram({"chromium", "node", "npm"})
@Timeout(300)
class DashboardIT {

    private static final Path SOURCES = Path.of("src", "test", "node", "dashboard");
    private static final Path PICTURES = Path.of("target", "dashboard").toAbsolutePath();
    private static final Duration INSTALL = Duration.ofMinutes(2);
    private static final Duration RUN = Duration.ofMinutes(3);
    private static final String TOKEN = "let-me-in";
    private static final String HOSTILE = "hostile <img src=x onerror=alert(1)>";

    @TempDir
    static Path scripts;

    @TempDir
    private Path folder;

    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final ScheduledExecutorService comingBack = Executors.newSingleThreadScheduledExecutor();
    private PublishingBroker one;
    private PublishingBroker two;
    private ProxyUnderTest proxy;
    private ClientFleet fleet;

    @BeforeAll
    static void install() throws IOException {
        for (String file : List.of("package.json", "package-lock.json", "click.js")) {
            Files.copy(SOURCES.resolve(file), scripts.resolve(file));
        }
        ProgramResult installed = RunningProgram.run(
                INSTALL, "npm", "ci", "--prefix", scripts.toString(), "--ignore-scripts", "--no-audit", "--no-fund");
        boolean must = "true".equals(System.getenv("CI"));
        assumeTrue(must || installed.exitCode() == 0, () -> "no package registry: " + installed.stderr());
        assertThat(installed.exitCode()).as(installed.stderr()).isZero();
        Files.createDirectories(PICTURES);
    }

    @BeforeEach
    void start() throws IOException {
        one = PublishingBroker.start();
        two = PublishingBroker.start();
        fleet = new ClientFleet();
        TestPki pki = TestPki.in(folder);
        Path serving = bundle(pki, "serving", 100);
        bundle(pki, "other", 10);
        bundle(pki, "third", 200);
        Files.createDirectory(folder.resolve("bundles"));
        Files.writeString(folder.resolve("token"), TOKEN);
        proxy = ProxyUnderTest.startWithAdmin(
                folder,
                """
                certificates:
                  server: {certFile: %1$s/tls.crt, keyFile: %1$s/tls.key}
                listeners:
                  mqtt: {bind: "127.0.0.1:0", limits: {perSource: 10000, handshakes: "off"}}
                  mqtts:
                    bind: 127.0.0.1:0
                    tls: {certificates: [server], clientAuth: required, caFile: %2$s}
                clusters:
                  brokers:
                    backends: [{address: "127.0.0.1:%3$d", name: broker-1}, {address: "127.0.0.1:%4$d", name: broker-2}]
                    balance: leastConnections
                    selfTest: false
                logging: {access: "off"}
                reload: {certificates: 200ms}
                """.formatted(serving, pki.caFile(), one.port(), two.port()),
                "{bind: \"127.0.0.1:0\", token: {file: token}, bundleDir: bundles}");
        for (int i = 0; i < 39; i++) {
            connect("d" + i);
        }
        connect(HOSTILE);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> clients.values().stream().allMatch(Client::answered));
        try (Device handshake = Device.connect(pki, proxy.port(), null)) { // and one that fails
            assertThat(handshake.ends()).isTrue();
        }
        comingBack.scheduleWithFixedDelay(this::reconnect, 100, 100, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void stop() {
        comingBack.shutdownNow();
        fleet.close();
        proxy.close();
        one.close();
        two.close();
    }

    @Test
    void showsWhatHappensAndDoesWhatIsClicked() {
        // given
        int port = Objects.requireNonNull(proxy.server().adminAddress()).getPort();

        // when
        ProgramResult browser = RunningProgram.run(
                RUN,
                "node",
                scripts.resolve("click.js").toString(),
                "http://127.0.0.1:" + port + "/",
                TOKEN,
                PICTURES.toString(),
                folder.resolve("serving").toString(),
                folder.resolve("other").toString(),
                folder.resolve("third").toString());

        // then
        assertThat(browser.stderr()).as(browser.stdout()).isEmpty();
        assertThat(browser.stdout().lines())
                .containsExactly(
                        "ready",
                        "connections 40",
                        "both brokers have clients",
                        "fits 1280",
                        "fits 390",
                        "broker-1 is DRAINED",
                        "broker-2 has 40",
                        "broker-1 has 0",
                        "fits 1280",
                        "fits 390",
                        "broker-1 is UP",
                        "100 days left",
                        "10 days left",
                        "the form is for the bundle",
                        "the certificate is in the form",
                        "fits 1280",
                        "fits 390",
                        "the wrong key is refused",
                        "10 days are left still",
                        "the key is in the form",
                        "200 days left",
                        "it is managed now",
                        "the key has left the page",
                        "fits 1280",
                        "fits 390",
                        "10 days left again",
                        "the hostile name is text",
                        "the hostile one is banned",
                        "its refusal is shown",
                        "its reason is counted",
                        "fits 1280",
                        "fits 390",
                        "the ban is lifted",
                        "found eleven",
                        "told how many end",
                        "the reason is explained",
                        "the keyboard reaches everything",
                        "done");
        assertThat(PICTURES.resolve("before-1280.png")).isNotEmptyFile();
        assertThat(PICTURES.resolve("drained-390.png")).isNotEmptyFile();
        proxy.assertBooksBalance();
    }

    /** A folder with a certificate for so many days. */
    private Path bundle(TestPki pki, String name, int days) throws IOException {
        Instant now = Instant.now();
        TestCertificate certificate = pki.issuing()
                .issue(CertificateSpec.server()
                        .validity(
                                now.minus(Duration.ofHours(1)),
                                now.plus(Duration.ofDays(days)).plusSeconds(3_600)));
        Path bundle = Files.createDirectory(folder.resolve(name));
        Files.copy(certificate.certFile(), bundle.resolve("tls.crt"));
        Files.copy(certificate.keyFile(), bundle.resolve("tls.key"));
        return bundle;
    }

    private void connect(String clientId) {
        clients.put(clientId, fleet.connect(proxy.port("mqtt"), Packets.connect5(clientId)));
    }

    /** As devices do. */
    private void reconnect() {
        clients.forEach((clientId, client) -> {
            if (client.closed()) {
                connect(clientId);
            }
        });
    }
}
