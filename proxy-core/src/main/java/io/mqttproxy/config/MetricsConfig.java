package io.mqttproxy.config;

/**
 * What is measured beyond what always is.
 *
 * @param packets whether MQTT packets are counted by type and direction
 */
public record MetricsConfig(boolean packets) {

    /** For a file that says nothing. */
    public static final MetricsConfig DEFAULTS = new MetricsConfig(false);
}
