package io.mqttproxy.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessStatTest {

    @Test
    void readsParentAndCpuWhateverTheProgramIsCalled() {
        String line = "42 (a) b (c) S 7 42 42 0 -1 4194560 1 2 3 4 150 25 99 98 20 0 1 0";

        ProcessStat stat = ProcessStat.parse(line);

        assertThat(stat).isEqualTo(new ProcessStat(42, 7, 175));
        assertThat(stat.cpuNanos()).isEqualTo(1_750_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "42", "42 (a", "(a) S 1", "42 (a) S 7 42"})
    void refusesWhatIsNoSuchLine(String line) {
        assertThatThrownBy(() -> ProcessStat.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected:");
    }
}
