package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"/dev/pts/0", "/dev/pts/17 (deleted)", "/dev/tty1", "/dev/ttyS0", "/dev/console"})
    void knowsTerminals(String device) throws Exception {
        assertThat(Terminal.leadsToOne(Files.createSymbolicLink(folder.resolve("1"), Path.of(device))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pipe:[4711]", "socket:[4711]", "/dev/null", "/var/log/access.log", "/tmp/dev/pts/0"})
    void takesNothingElseForOne(String target) throws Exception {
        assertThat(Terminal.leadsToOne(Files.createSymbolicLink(folder.resolve("1"), Path.of(target))))
                .isFalse();
    }

    @Test
    void isNoneWhereTheSystemDoesNotTell() {
        assertThat(Terminal.leadsToOne(folder.resolve("no-such-descriptor"))).isFalse();
    }
}
