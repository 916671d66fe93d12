package io.mqttproxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Meters of what comes and goes while the process goes on. */
class RegistrationTest {

    @Test
    void takesTheSeriesAwayAndCountsOnWhenItComesBack() {
        try (ProxyMetrics metrics = new ProxyMetrics()) {
            // given a count that somebody else keeps
            AtomicLong fetched = new AtomicLong(3);
            Registration first = metrics.crlDownloads("mqtts", fetched::get, () -> 0);
            assertThat(metrics.scrape()).contains("{listener=\"mqtts\",result=\"ok\"} 3");

            // when
            first.close();

            // then
            assertThat(metrics.scrape()).doesNotContain("mqttproxy_tls_crl_downloads_total");
            fetched.set(4);
            metrics.crlDownloads("mqtts", fetched::get, () -> 0);
            assertThat(metrics.scrape()).contains("{listener=\"mqtts\",result=\"ok\"} 4");
        }
    }

    @Test
    void keepsOneHashAtATime() {
        try (ProxyMetrics metrics = new ProxyMetrics()) {
            // given
            Registration first = metrics.configHash("aaaa");

            // when
            first.close();
            metrics.configHash("bbbb");

            // then
            assertThat(metrics.scrape())
                    .contains("mqttproxy_config_hash_info{hash=\"bbbb\"} 1")
                    .doesNotContain("aaaa");
        }
    }
}
