package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqttproxy.it.ProxyUnderTest;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    void answersProgramsInJson() throws Exception {
        // when
        int exitCode = reload("t0ken", "--format", "json");

        // then
        assertThat(exitCode).isZero();
        assertThat(out.toString()).matches("\\{\"reloaded\":true,\"hash\":\"[0-9a-f]{16}\",\"problems\":\\[]}\\R");
    }

    @Test
    void saysWhatIsWrongAndFails() throws Exception {
        // given
        proxy.rewrite(yaml + "listenerz: {}\n");

        // when
        int exitCode = reload("t0ken");

        // then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString())
                .contains("refused, and nothing has changed:", "proxy.yaml:5:1 listenerz: unknown key");
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
            assertThat(proxy.metric("mqttproxy_config_reloads_total", "result=\"failed\""))
                    .isEqualTo(1);
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

    private int reload(String token, String... more) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), token);
        int port = Objects.requireNonNull(proxy.server().adminAddress()).getPort();
        List<String> arguments =
                new ArrayList<>(List.of("--admin", "http://127.0.0.1:" + port, "--token-file", file.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return new CommandLine(new ReloadCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
