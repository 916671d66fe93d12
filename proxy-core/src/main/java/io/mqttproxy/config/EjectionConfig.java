package io.mqttproxy.config;

import java.time.Duration;

/**
 * When a backend that clients have trouble with is left alone.
 *
 * @param failures failed connects in a row that eject it
 * @param refusals CONNACKs in a row that say "server unavailable" and eject it
 * @param base how long the first ejection lasts; each further one lasts twice as long
 * @param max the longest one; at least {@code base}
 * @param maxShare the most of the cluster's backends that are ejected at a time, in percent, rounded up
 */
public record EjectionConfig(int failures, int refusals, Duration base, Duration max, int maxShare) {
    /** For a cluster that says nothing. */
    public static final EjectionConfig DEFAULTS =
            new EjectionConfig(1, 5, Duration.ofSeconds(1), Duration.ofSeconds(30), 50);
}
