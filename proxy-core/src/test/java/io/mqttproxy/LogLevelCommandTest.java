package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.CommandLineTest.Result;
import io.mqttproxy.it.ProxyUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What the log tells, changed through the admin port of a running proxy. */
@Timeout(60)
class LogLevelCommandTest {

    private static final String RELAY = "io.mqttproxy.relay";
    private static final String TOKEN = "let-me-in";

    @TempDir
    private Path folder;

    private ProxyUnderTest proxy;
    private Path token;

    @BeforeEach
    void start() throws IOException {
        token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        proxy = ProxyUnderTest.startWithAdmin(folder, """
                listeners:
                  mqtt: {bind: "127.0.0.1:0"}
                clusters:
                  brokers: {backends: ["127.0.0.1:1"], selfTest: false}
                logging: {access: "off"}
                """, "{bind: \"127.0.0.1:0\", token: {file: token}}");
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void helps() {
        // when
        Result result = CommandLineTest.run("log-level", "--help");

        // then
        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .startsWith("Usage: mqtt-proxy log-level ")
                .contains("--admin", "--token-file", "--for");
    }

    @Test
    void printsChangesAndTakesBack() {
        assertThat(run("log-level").out()).containsPattern("LOGGER +LEVEL +CHANGED +UNTIL\nroot +info +no +-\n");
        assertThat(run("log-level", RELAY).out()).containsPattern(RELAY + " +info +no +-\n");

        Result debug = withToken("log-level", RELAY, "debug");

        assertThat(debug.exitCode()).isZero();
        assertThat(debug.out()).containsPattern(RELAY + " +debug +yes +reset\n");
        assertThat(LoggerFactory.getLogger(RELAY + ".Drain").isDebugEnabled()).isTrue();
        assertThat(withToken("log-level", RELAY, "--reset")).isEqualTo(new Result(0, "reset\n", ""));
        assertThat(LoggerFactory.getLogger(RELAY + ".Drain").isDebugEnabled()).isFalse();
        assertThat(withToken("log-level", RELAY, "--reset")).isEqualTo(new Result(0, "it was not changed\n", ""));
    }

    @Test
    void debugGoesBackByItself() {
        // when
        Result debug = withToken("log-level", RELAY, "debug", "--for", "1s");

        // then
        assertThat(debug.out()).containsPattern(RELAY + " +debug +yes +20\\S+Z\n");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !LoggerFactory.getLogger(RELAY + ".Drain").isDebugEnabled());
        assertThat(run("log-level", "--format", "json").out()).doesNotContain(RELAY);
    }

    @Test
    void aReloadLeavesTheLevelsAlone() throws IOException {
        // given
        withToken("log-level", RELAY, "debug");

        // when
        String same = Files.readString(folder.resolve("proxy.yaml"));
        assertThat(proxy.reload(same, TOKEN).statusCode()).isEqualTo(200);

        // then
        assertThat(proxy.get("/api/v1/log-levels?logger=" + RELAY).body())
                .isEqualTo(
                        "{\"logLevels\":[{\"logger\":\"io.mqttproxy.relay\",\"level\":\"debug\",\"changed\":true}]}\n");
    }

    @Test
    void theLevelsOfAProxyThatEndsGoWithIt() {
        // given
        withToken("log-level", RELAY, "debug");

        // when
        proxy.close();

        // then
        assertThat(LoggerFactory.getLogger(RELAY + ".Drain").isDebugEnabled()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "verbose || level: verbose (expected: one of error, warn, info, debug, trace)",
                "off || level: off (expected: one of error, warn, info, debug, trace)",
                "DEBUG || level: DEBUG (expected: one of error, warn, info, debug, trace)",
                "debug | 600 | for: 600 (expected: a duration from 1s to 3650d such as 30m, 1h or 7d)",
                "debug | 0s | for: 0s (expected: a duration from 1s to 3650d such as 30m, 1h or 7d)",
            })
    void saysWhichWordItDoesNotKnow(String level, @Nullable String span, String message) {
        // when
        Result result = span == null
                ? withToken("log-level", RELAY, level)
                : withToken("log-level", RELAY, level, "--for", span);

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err().strip()).endsWith(": " + message);
        assertThat(LoggerFactory.getLogger(RELAY).isDebugEnabled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"io..relay", ".io", "io.", "a b", "io/mqttproxy", "io.mqtt\u001b[31mproxy", "ünï", "*", "%"})
    void repeatsNothingThatIsNoName(String logger) {
        // when
        Result result = withToken("log-level", logger, "debug");

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err().strip())
                .endsWith("logger: not the name of one"
                        + " (expected: root, or a package or class such as io.mqttproxy.relay)");
    }

    @Test
    void doesNotPretendThatAMistypedNameWorks() {
        assertThat(withToken("log-level", "io.mqttproxy.rely", "debug").err())
                .contains("logger: nothing has logged as io.mqttproxy.rely yet (expected: root, or ");
        assertThat(proxy.post("/api/v1/log-levels/io.mqttproxy.rely", TOKEN, "{\"level\": \"debug\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(proxy.post("/api/v1/log-levels/" + RELAY, TOKEN, "{}").body())
                .contains("level: missing (expected: one of error,");
        assertThat(proxy.post("/api/v1/log-levels/" + RELAY, TOKEN, "{\"levle\": \"debug\"}")
                        .body())
                .contains("levle: unknown (expected: one of level, for)");
        assertThat(proxy.get("/api/v1/log-levels?logger=" + "a".repeat(300)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void nobodyChangesAnythingWithoutTheToken() {
        assertThat(run("log-level", RELAY, "debug").err()).contains("wrong or missing token");
        assertThat(proxy.post("/api/v1/log-levels/root", "wrong", "{\"level\": \"error\"}")
                        .statusCode())
                .isEqualTo(401);
        assertThat(proxy.delete("/api/v1/log-levels/root", "wrong").statusCode())
                .isEqualTo(401);
        assertThat(proxy.get("/api/v1/log-levels", "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log-level --reset",
                "log-level --for 1m",
                "log-level root --for 1m",
                "log-level root info --reset"
            })
    void usesThatMakeNoSenseAreUsage(String command) {
        assertThat(run(command.split(" ", -1)).exitCode()).isEqualTo(2);
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
