package io.mqttproxy.config;

import java.time.Duration;

/**
 * How the proxy leaves.
 *
 * @param readinessGrace from "not ready" until listeners close
 * @param pace of closing the connections that are left
 * @param deadline for all of it; then the rest is cut
 */
public record ShutdownConfig(Duration readinessGrace, Rate pace, Duration deadline) {
    /** For a file that says nothing. */
    public static final ShutdownConfig DEFAULTS =
            new ShutdownConfig(Duration.ofSeconds(10), new Rate(500), Duration.ofMinutes(2));
}
