package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqttproxy.cli.ReloadCommand;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line against a running proxy. */
class ReloadCommandIT {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private StubBroker broker;
    private ProxyUnderTest proxy;
    private String yaml;

    @BeforeEach
    void start() {
        broker = StubBroker.start(StubBehaviour.accepting());
        yaml = """
                listeners: {mqtt: {bind: "127.0.0.1:0"}}
                clusters: {brokers: {backends: ["127.0.0.1:%d"]}}
                admin: {bind: "127.0.0.1:0", token: t0ken}
                logging: {access: "off"}
                """.formatted(broker.port());
        proxy = ProxyUnderTest.exactly(folder, yaml);
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    @Test
    void saysWhichConfigurationServes() throws Exception {
        // when
        int exitCode = reload("t0ken\n");

        // then
        assertThat(exitCode).isZero();
        assertThat(out.toString()).matches("Configuration [0-9a-f]{16} serves new connections\\.\\R");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void saysWhatIsWrongAndFails() throws Exception {
        // given
        proxy.rewrite(yaml + "listenerz: {}\n");

        // when
        int exitCode = reload("t0ken");

        // then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).contains("proxy.yaml:5:1 listenerz: unknown key", "Nothing has changed.");
    }

    @Test
    void namesAnAddressThatIsTakenAndChangesNothing() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // given another listener beside it that could be bound
            String listeners = "listeners: {free: {bind: \"127.0.0.1:0\"}, taken: {bind: \"127.0.0.1:%d\"}}\n"
                    .formatted(taken.getLocalPort());
            proxy.rewrite(listeners + yaml.substring(yaml.indexOf("clusters:")));

            // when
            int exitCode = reload("t0ken");

            // then
            assertThat(exitCode).isEqualTo(1);
            assertThat(err.toString()).contains("listeners.taken.bind", "expected: a free address");
            assertThatThrownBy(() -> proxy.port("free")).isInstanceOf(IllegalArgumentException.class);
            try (Device late = Device.plain(proxy.port("mqtt"))) {
                assertThat(late.send(Packets.connect311("late")).read(4)).isEqualTo(Packets.CONNACK_3);
            }
        }
    }

    @Test
    void failsWithoutTheToken() throws Exception {
        // when
        int exitCode = reload("wrong");

        // then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).contains("wrong or missing token");
    }

    @Test
    void saysWhenNobodyAnswers() {
        // when
        int exitCode = run("--admin", "http://127.0.0.1:1");

        // then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).startsWith("http://127.0.0.1:1: no answer");
    }

    private int reload(String token) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), token);
        int port = Objects.requireNonNull(proxy.server().adminAddress()).getPort();
        return run("--admin", "http://127.0.0.1:" + port, "--token-file", file.toString());
    }

    private int run(String... arguments) {
        return new CommandLine(new ReloadCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
