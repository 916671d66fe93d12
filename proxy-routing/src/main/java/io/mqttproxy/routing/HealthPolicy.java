package io.mqttproxy.routing;

import java.time.Duration;

/**
 * How often a backend is probed and how many results in a row change its health.
 *
 * @param interval from the start of one probe to the start of the next, before jitter
 * @param timeout how long a probe may take before it counts as failed
 * @param rise passed probes in a row that bring a backend up, 1 to 100
 * @param fall failed probes in a row that take a backend down, 1 to 100
 */
public record HealthPolicy(Duration interval, Duration timeout, int rise, int fall) {

    // Stands first: the default is checked against it.
    private static final Duration LONGEST = Duration.ofHours(24);

    /** Every five seconds, two seconds for an answer, up after two, down after three. */
    public static final HealthPolicy DEFAULT = new HealthPolicy(Duration.ofSeconds(5), Duration.ofSeconds(2), 2, 3);

    /**
     * Checks every component.
     *
     * @throws IllegalArgumentException naming the component, its value and what was expected
     */
    public HealthPolicy {
        Check.positive("interval", interval, LONGEST);
        Check.positive("timeout", timeout, LONGEST);
        Check.range("rise", rise, 1, 100);
        Check.range("fall", fall, 1, 100);
    }
}
