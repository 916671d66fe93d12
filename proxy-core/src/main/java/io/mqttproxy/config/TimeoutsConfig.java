package io.mqttproxy.config;

import java.time.Duration;

/**
 * How long a listener waits.
 *
 * @param handshake for the TLS handshake
 * @param connect for the CONNECT packet after it
 * @param backend for a backend to accept the connection
 * @param idleFactor times the client's keep alive without a byte from it
 */
public record TimeoutsConfig(Duration handshake, Duration connect, Duration backend, double idleFactor) {
    /** For a listener that says nothing. */
    public static final TimeoutsConfig DEFAULTS =
            new TimeoutsConfig(Duration.ofSeconds(10), Duration.ofSeconds(8), Duration.ofSeconds(10), 1.5);
}
