package io.mqttproxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProcessMetricsTest {

    @Test
    void followsWhatBecomesOfTraces() {
        try (ProxyMetrics metrics = new ProxyMetrics()) {
            // given
            AtomicLong failed = new AtomicLong();
            metrics.process().traces(() -> 7, failed::get, () -> 4);

            // when
            Samples before = Samples.of(metrics.scrape());
            failed.set(6);
            Samples after = Samples.of(metrics.scrape());

            // then
            assertThat(before.value("mqttproxy_traces_total{result=\"exported\"}"))
                    .isEqualTo(7);
            assertThat(before.value("mqttproxy_traces_total{result=\"dropped\"}"))
                    .isEqualTo(4);
            assertThat(before.value("mqttproxy_traces_total{result=\"failed\"}"))
                    .isZero();
            assertThat(after.value("mqttproxy_traces_total{result=\"failed\"}")).isEqualTo(6);
        }
    }
}
