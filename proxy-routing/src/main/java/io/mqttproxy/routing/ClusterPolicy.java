package io.mqttproxy.routing;

import java.time.Duration;

/**
 * How a cluster chooses among its backends, beside what each of them says about itself.
 *
 * @param balancer makes the balancer of each tier
 * @param slowStart how long a backend that came back takes to get its whole share; zero for none
 * @param panicPercent a tier serves while at least this share of its weight is available, 0 to 100; when no tier does, the
 *     health of the fullest one is ignored. 0 = while anybody is available
 * @param zone the zone whose backends are preferred; empty for none
 * @param maxEjectedPercent how many of the backends may be ejected at a time, rounded up, 1 to 100; one always may
 */
public record ClusterPolicy(
        BalancerFactory balancer, Duration slowStart, int panicPercent, String zone, int maxEjectedPercent) {

    /** What {@code maxEjectedPercent} is when nobody says otherwise. */
    public static final int DEFAULT_MAX_EJECTED = 50;

    private static final Duration LONGEST = Duration.ofHours(24);

    /**
     * Checks every component.
     *
     * @throws IllegalArgumentException naming the component, its value and what was expected
     */
    public ClusterPolicy {
        if (slowStart.isNegative() || slowStart.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "slowStart: " + Check.text(slowStart) + " (expected: 0s to " + Check.text(LONGEST) + ")");
        }
        Check.range("panicPercent", panicPercent, 0, 100);
        Check.range("maxEjectedPercent", maxEjectedPercent, 1, 100);
    }

    /** A balancer alone, and the defaults. */
    public static ClusterPolicy of(BalancerFactory balancer) {
        return new ClusterPolicy(balancer, Duration.ZERO, 0, "", DEFAULT_MAX_EJECTED);
    }
}
