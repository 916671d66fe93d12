package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.CommandLineTest.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code explain} by a file alone; by a running proxy it is tested with the other commands. */
class ExplainCommandTest {

    @TempDir
    private Path folder;

    @Test
    void saysThatNoRouteMatches() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("routes.yaml"), """
                listeners: {mqtt: {bind: "127.0.0.1:0"}}
                routes: [{when: {clientId: "a-*"}, to: brokers}]
                clusters: {brokers: {backends: ["127.0.0.1:1"]}}
                """);

        // then
        assertThat(CommandLineTest.run("explain", "--client-id", "x", "-c", file.toString()))
                .isEqualTo(new Result(0, """
                        client   "x", listener mqtt, MQTT 5, from 127.0.0.1
                        route    none matches: the client is refused
                        """, ""));
    }

    @Test
    void saysWhereTheFileIsWrong() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("broken.yaml"), "listeners: {}\n");

        // when
        Result result = CommandLineTest.run("explain", "--client-id", "x", "-c", file.toString());

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains(file + ":1:");
    }
}
