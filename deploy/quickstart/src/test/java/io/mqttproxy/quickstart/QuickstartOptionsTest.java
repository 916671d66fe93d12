package io.mqttproxy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickstartOptionsTest {

    @Test
    void needsNothing() throws UsageException {
        QuickstartOptions options = QuickstartOptions.parse(List.of());

        assertThat(options.folder()).isEqualTo(Path.of("target/quickstart").toAbsolutePath());
        assertThat(options.portBase()).isEmpty();
        assertThat(options.exitWhenReady()).isFalse();
        assertThat(options.help()).isFalse();
    }

    @Test
    void theLastOfTwoEqualOptionsWins() throws UsageException {
        QuickstartOptions options = QuickstartOptions.parse(
                List.of("--folder", "/tmp/a", "--port-base", "20000", "--exit-when-ready", "--folder", "/tmp/b"));

        assertThat(options.folder()).isEqualTo(Path.of("/tmp/b"));
        assertThat(options.portBase()).hasValue(20_000);
        assertThat(options.exitWhenReady()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65534", "8883x", ""})
    void refusesAPortBaseThatLeavesNoRoomForThreePorts(String base) {
        assertThatThrownBy(() -> QuickstartOptions.parse(List.of("--port-base", base)))
                .isInstanceOf(UsageException.class)
                .hasMessage("--port-base: " + base + " (expected: a port from 1 to 65533)");
    }

    @Test
    void namesTheOptionThatItDoesNotKnow() {
        assertThatThrownBy(() -> QuickstartOptions.parse(List.of("--ports", "1")))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--ports: unknown (expected: --port-base PORT");
    }

    @Test
    void namesTheOptionWithoutAValue() {
        assertThatThrownBy(() -> QuickstartOptions.parse(List.of("--folder")))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--folder: no value");
    }
}
