package io.mqttproxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Connections behind the buckets of histograms. */
class ExemplarsTest {

    private static final long FOUR_MILLIS = Duration.ofMillis(4).toNanos();

    @Test
    void nameTheConnectionInOpenMetricsWhereTheyAreOn() {
        try (ProxyMetrics metrics = new ProxyMetrics(true)) {
            // when
            happen(metrics);

            // then
            assertThat(metrics.scrape(Exposition.OPENMETRICS))
                    .containsPattern("mqttproxy_tls_handshake_seconds_bucket\\{listener=\"mqtts\",le=\"0.005\"} 1 "
                            + "# \\{connection_id=\"5be1c2d7-1\"} 0.004 [0-9.]+\n")
                    .containsPattern(
                            "mqttproxy_backend_connect_seconds_bucket\\{backend=\"b\",cluster=\"c\",le=\"0.005\"} 1 "
                                    + "# \\{connection_id=\"5be1c2d7-1\"} 0.004 [0-9.]+\n");
            assertThat(metrics.scrape(Exposition.OPENMETRICS).lines().filter(line -> line.contains("5be1c2d7-1")))
                    .as("Prometheus refuses a scrape with exemplars beside anything else")
                    .isNotEmpty()
                    .allMatch(line -> line.contains("_bucket{"));
            assertThat(metrics.scrape(Exposition.PROMETHEUS_TEXT)).doesNotContain("5be1c2d7-1");
        }
    }

    @Test
    void areOffByDefault() {
        try (ProxyMetrics metrics = new ProxyMetrics()) {
            happen(metrics);

            assertThat(metrics.scrape(Exposition.OPENMETRICS)).doesNotContain("5be1c2d7-1");
        }
    }

    @Test
    void changeNeitherBucketsNorWhatTheyCount() {
        try (ProxyMetrics with = new ProxyMetrics(true);
                ProxyMetrics without = new ProxyMetrics()) {
            // when
            happen(with);
            happen(without);

            // then but for Micrometer's gauge of the longest time of late
            assertThat(durations(with)).isNotEmpty().isEqualTo(durations(without));
        }
    }

    @Test
    void goWithTheirBackend() {
        try (ProxyMetrics metrics = new ProxyMetrics(true)) {
            happen(metrics);

            // when
            metrics.removeBackend("c", "b");

            // then
            assertThat(metrics.scrape()).doesNotContain("backend=\"b\"").contains("listener=\"mqtts\"");
        }
    }

    private static void happen(ProxyMetrics metrics) {
        metrics.listener("mqtts", Events.ALL)
                .handshake(Events.Handshake.OK, "TLSv1.3", false, FOUR_MILLIS, "5be1c2d7-1");
        metrics.backend("c", "b", () -> true, () -> 1, List.of()).connected(FOUR_MILLIS, "5be1c2d7-1");
    }

    /** Each sample of a histogram. */
    private static Set<String> durations(ProxyMetrics metrics) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.contains("_seconds_bucket{")
                        || line.contains("_seconds_sum{")
                        || line.contains("_seconds_count{"))
                .filter(line -> line.startsWith("mqttproxy_"))
                .map(line -> line.replaceAll("\\.0$", ""))
                .collect(Collectors.toSet());
    }
}
