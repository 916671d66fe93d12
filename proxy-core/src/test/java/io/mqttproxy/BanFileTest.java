package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.CommandLineTest.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about the file of bans before a proxy serves. */
class BanFileTest {

    @TempDir
    private Path folder;

    private Path config;
    private Path bans;

    @BeforeEach
    void write() throws IOException {
        bans = folder.resolve("bans.yaml");
        config = Files.writeString(folder.resolve("proxy.yaml"), """
                listeners: {mqtt: {bind: "127.0.0.1:0"}}
                clusters: {brokers: {backends: ["127.0.0.1:1"]}}
                bans: {file: bans.yaml}
                """);
    }

    @Test
    void needNotBeThere() {
        assertThat(run("check")).isEqualTo(new Result(0, config + ": ok\n", ""));
        assertThat(bans).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "run"})
    void isAnErrorWithItsPlaceWhenItIsNotInOrder(String command) throws IOException {
        // given
        String broken = "bans:\n  - {clientId: pump-7, untill: 2026-01-02T03:04:05Z}\n";
        Files.writeString(bans, broken);

        // when
        Result result = run(command);

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains(bans + ":2:24 bans[0].untill: unknown key (expected: until)\n");
        assertThat(bans).hasContent(broken);
    }

    @Test
    void isAnErrorWhenItIsAFolder() throws IOException {
        // given
        Files.createDirectory(bans);

        // when
        Result result = run("check");

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("bans.file: a folder, not a file: bans.yaml"
                        + " (expected: a file in a folder that the proxy may write to)");
    }

    private Result run(String command) {
        return CommandLineTest.run(command, "-c", config.toString());
    }
}
