package io.mqttproxy.config;

/**
 * What is measured beyond what always is.
 *
 * @param packets whether MQTT packets are counted by type and direction
 * @param exemplars whether histograms name connections, for those who scrape OpenMetrics
 */
public record MetricsConfig(boolean packets, boolean exemplars) {

    /** For a file that says nothing. */
    public static final MetricsConfig DEFAULTS = new MetricsConfig(false, false);
}
