package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.CommandLineTest.Result;
import io.mqttproxy.it.ProxyUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HashCommandTest {

    @TempDir
    private Path folder;

    private ProxyUnderTest proxy;

    @BeforeEach
    void start() {
        proxy = ProxyUnderTest.start(folder, """
                listeners:
                  mqtt: {bind: "127.0.0.1:0"}
                clusters:
                  brokers: {backends: ["127.0.0.1:1"], selfTest: false}
                logging: {access: "off", hash: {fields: [clientId, address]}}
                """);
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void helps() {
        // when
        Result result = CommandLineTest.run("hash", "--help");

        // then
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("Usage: mqtt-proxy hash ").contains("--client-id", "--username", "--admin");
    }

    @Test
    void printsTheHashAlone() {
        Result result = run("hash", "--client-id", "pump 7");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).matches("#[0-9a-f]{16}\n");
        assertThat(run("hash", "--client-id", "pump 7")).isEqualTo(result);
        assertThat(run("hash", "--address", "192.0.2.7").out()).isNotEqualTo(result.out());
    }

    @Test
    void saysWhatIsNotHashedAndWhatIsMissing() {
        assertThat(run("hash", "--username", "a")).returns(1, Result::exitCode).satisfies(result -> assertThat(
                        result.err())
                .endsWith("username: written as it is (expected: a field of logging.hash.fields)\n"));
        assertThat(run("hash").err()).contains("0 parameters (expected: one of clientId, identity, username, address)");
        assertThat(run("hash", "--client-id", "a", "--address", "192.0.2.7").exitCode())
                .isEqualTo(1);
    }

    private Result run(String... command) {
        int port = Objects.requireNonNull(proxy.server().adminAddress()).getPort();
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--admin", "http://127.0.0.1:" + port));
        return CommandLineTest.run(words.toArray(String[]::new));
    }
}
