package io.mqttproxy.perf.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.perf.load.Latency;
import io.mqttproxy.perf.load.Outcome;
import io.mqttproxy.perf.load.Traffic;
import io.mqttproxy.perf.report.Figure;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void handshakesHaveAShareOfResumedOnesAndNoLatency() {
        Outcome outcome =
                new Outcome(100, 1_000_000_000, 50_000_000, 0, 0, 2, "closed", 75, "TLSv1.3/A/B", Latency.NONE);

        assertThat(Figures.of(Traffic.CONNECT, outcome).map())
                .containsEntry(Figure.CPU_MICROS.key(), 500.0)
                .containsEntry(Figure.RESUMED_SHARE.key(), 0.75)
                .containsEntry(Figure.FAILURES.key(), 2.0)
                .doesNotContainKey(Figure.P50_MICROS.key());
    }

    @Test
    void timedMessagesHaveLatencyInMicroseconds() {
        Outcome outcome = new Outcome(1, 1, 1, 1, 0, 0, "-", 0, "-", new Latency(1_000, 2_000, 3_000, 4_000));

        assertThat(Figures.of(Traffic.PUBLISH, outcome).map())
                .containsEntry(Figure.P50_MICROS.key(), 1.0)
                .containsEntry(Figure.P999_MICROS.key(), 3.0)
                .doesNotContainKey(Figure.RESUMED_SHARE.key());
    }
}
