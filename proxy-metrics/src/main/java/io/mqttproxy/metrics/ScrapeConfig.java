package io.mqttproxy.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Micrometer's defaults but for one: it would put exemplars beside the counts of histograms, too, and then Prometheus takes
 * nothing of the scrape. OpenMetrics 1.0 has them at buckets and counters only.
 */
final class ScrapeConfig implements PrometheusConfig {

    @Override
    public @Nullable String get(String key) {
        return null;
    }

    @Override
    public Properties prometheusProperties() {
        return new Properties();
    }
}
