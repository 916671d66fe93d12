package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.CommandLineTest.Result;
import io.mqttproxy.it.ProxyUnderTest;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands about clients and certificates, against a running proxy. */
@Timeout(60)
class OperatorCommandsTest {

    @TempDir
    private Path folder;

    private StubBroker broker;
    private ProxyUnderTest proxy;
    private Path token;

    @BeforeEach
    void start() throws IOException {
        broker = StubBroker.start(StubBehaviour.accepting());
        token = Files.writeString(folder.resolve("token"), "let-me-in\n");
        proxy = ProxyUnderTest.startWithAdmin(
                folder, """
                listeners:
                  mqtt: {bind: "127.0.0.1:0"}
                clusters:
                  brokers: {backends: ["127.0.0.1:%d"], selfTest: false}
                logging: {access: "off"}
                """.formatted(broker.port()), "{bind: \"127.0.0.1:0\", token: {file: token}}");
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessions", "refusals", "ban", "bans", "certificates"})
    void eachCommandHelps(String command) {
        // when
        Result result = CommandLineTest.run(command, "--help");

        // then
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("Usage: mqtt-proxy " + command).contains("--admin", "--token-file");
    }

    @Test
    void banKeepsAClientOutUntilItIsLifted() {
        assertThat(withToken("ban", "--client-id", "pump-7", "--reason", "sends nonsense"))
                .isEqualTo(new Result(0, "banned until it is lifted; 0 connections end\n", ""));
        assertThat(withToken("ban", "--address", "192.0.2.0/24", "--for", "1h").out())
                .matches("banned until 20\\S+Z; 0 connections end\n");
        assertThat(run("bans").out())
                .containsPattern("address +\"192.0.2.0/24\" +20\\S+Z +20\\S+Z +-\n")
                .containsPattern("clientId +\"pump-7\" +20\\S+Z +lifted +\"sends nonsense\"\n");
        assertThat(withToken("ban", "--client-id", "pump-7", "--lift")).isEqualTo(new Result(0, "lifted\n", ""));
        assertThat(withToken("ban", "--client-id", "pump-7", "--lift"))
                .isEqualTo(new Result(0, "there is no such ban\n", ""));
    }

    @Test
    void banSaysWhatIsWrong() {
        assertThat(withToken("ban").err())
                .endsWith("nobody is named (expected: one of clientId, identity, address, and not empty)\n");
        assertThat(withToken("ban", "--client-id", "a", "--for", "soon").err())
                .endsWith("for: soon (expected: a duration from 1s to 3650d such as 30m, 1h or 7d)\n");
        assertThat(run("ban", "--client-id", "a").err()).contains("wrong or missing token");
    }

    @Test
    void sessionsPrintsThemAndEndsThem() {
        assertThat(run("sessions").out().strip()).matches("ID +CLIENT ID +IDENTITY +CLIENT +LISTENER +BACKEND +SINCE");
        assertThat(run("sessions", "--client-id", "a b&c", "--format", "json").out())
                .isEqualTo("{\"connections\":0,\"sessions\":[]}\n");
        assertThat(withToken("sessions", "--disconnect", "--backend", "a", "--pace", "10/s"))
                .isEqualTo(new Result(0, "0 connections end at 10/s\n", ""));
        assertThat(withToken("sessions", "--disconnect").exitCode()).isEqualTo(1);
    }

    @Test
    void refusalsAndCertificatesPrintWhatThereIs() {
        assertThat(run("refusals", "--client-id", "pump-7", "--reason", "no_cert")
                        .out())
                .startsWith("TIME ");
        assertThat(run("certificates").out()).startsWith("BUNDLE ");
    }

    private Result withToken(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--token-file", token.toString()));
        return run(words.toArray(String[]::new));
    }

    private Result run(String... command) {
        int port = Objects.requireNonNull(proxy.server().adminAddress()).getPort();
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--admin", "http://127.0.0.1:" + port));
        return CommandLineTest.run(words.toArray(String[]::new));
    }
}
