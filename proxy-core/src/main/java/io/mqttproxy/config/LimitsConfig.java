package io.mqttproxy.config;

import org.jspecify.annotations.Nullable;

/**
 * What a listener admits.
 *
 * @param connections at the same time
 * @param perSource at the same time from one address
 * @param handshakes that may begin; null = any number
 * @param connectSize bytes of a whole CONNECT packet
 * @param fields of fields in it
 */
public record LimitsConfig(
        int connections, int perSource, @Nullable Rate handshakes, int connectSize, FieldSizes fields) {
    /** For a listener that says nothing. */
    public static final LimitsConfig DEFAULTS =
            new LimitsConfig(100_000, 1000, new Rate(2000), 64 * 1024, FieldSizes.UNLIMITED);
}
