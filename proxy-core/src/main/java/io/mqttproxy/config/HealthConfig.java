package io.mqttproxy.config;

import java.time.Duration;

/**
 * How backends are probed.
 *
 * @param check what a probe asks for
 * @param interval between two probes of one backend
 * @param timeout of one probe; at most the interval
 * @param rise successes in a row until it is up
 * @param fall failures in a row until it is down
 */
public record HealthConfig(HealthCheck check, Duration interval, Duration timeout, int rise, int fall) {
    /** For a health section that says nothing but its type. */
    public static final HealthConfig DEFAULTS =
            new HealthConfig(new HealthCheck.Tcp(), Duration.ofSeconds(5), Duration.ofSeconds(2), 2, 3);
}
