package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigDifferenceTest {

    @Test
    void namesWhatIsNewGoneAndChanged() {
        Map<String, Object> before =
                Map.of("listeners", Map.of("a", Map.of("bind", "1"), "b", "x"), "shutdown", Map.of("pace", "500/s"));
        Map<String, Object> after =
                Map.of("listeners", Map.of("a", Map.of("bind", "2"), "c", "x"), "shutdown", Map.of("pace", "500/s"));

        assertThat(ConfigDifference.between(before, after))
                .isEqualTo("changed: listeners.a; gone: listeners.b; new: listeners.c");
    }

    @Test
    void saysWhenThereIsNone() {
        assertThat(ConfigDifference.between(Map.of("a", 1), Map.of("a", 1)))
                .isEqualTo("No difference but in files and secrets");
    }
}
