package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeftOutLinesTest {

    private final Map<String, Long> counts = new HashMap<>();

    @Test
    void tellsWhatCameSinceTheLastTimeTheMostFrequentFirst() {
        // given
        counts.put("refused no_cert", 5L);
        LeftOutLines lines = new LeftOutLines("the access log", () -> Map.copyOf(counts));
        assertThat(lines.next()).isEmpty();

        // when
        counts.put("refused no_cert", 50L);
        counts.put("refused not_tls", 12_300L);

        // then
        assertThat(lines.next()).hasValue("12345 lines of the access log (12300 refused not_tls, 45 refused no_cert)");
        assertThat(lines.next()).isEmpty();
    }

    @Test
    void staysOneLineWhateverTheNumberOfKinds() {
        // given
        LeftOutLines lines = new LeftOutLines("this log", () -> Map.copyOf(counts));

        // when
        for (int i = 10; i < 20; i++) {
            counts.put("kind-" + i, 1L);
        }

        // then
        assertThat(lines.next())
                .hasValue("10 lines of this log (1 kind-10, 1 kind-11, 1 kind-12, 1 kind-13, 1 kind-14, 1 kind-15,"
                        + " 1 kind-16, 1 kind-17, and others)");
    }
}
