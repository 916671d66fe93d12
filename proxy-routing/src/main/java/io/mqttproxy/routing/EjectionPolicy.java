package io.mqttproxy.routing;

import java.time.Duration;

/**
 * When a backend that cannot be connected to, or refuses clients because it is busy, is left alone, and for how long.
 *
 * @param consecutiveFailures failed connects in a row that eject it, 1 to 1000
 * @param consecutiveRefusals CONNACKs in a row that say "server unavailable" and eject it, 1 to 1000
 * @param base how long the first ejection lasts; each further one without a success between lasts twice as long
 * @param max the longest ejection, at least {@code base}
 */
public record EjectionPolicy(int consecutiveFailures, int consecutiveRefusals, Duration base, Duration max) {

    // Stands first: the default is checked against it.
    private static final Duration LONGEST = Duration.ofHours(24);

    private static final int DEFAULT_REFUSALS = 5;

    /** One failed connect or five refusals eject for a second; the time doubles up to half a minute. */
    public static final EjectionPolicy DEFAULT = new EjectionPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(30));

    /**
     * Checks every component.
     *
     * @throws IllegalArgumentException naming the component, its value and what was expected
     */
    public EjectionPolicy {
        Check.range("consecutiveFailures", consecutiveFailures, 1, 1000);
        Check.range("consecutiveRefusals", consecutiveRefusals, 1, 1000);
        Check.positive("base", base, LONGEST);
        Check.positive("max", max, LONGEST);
        if (max.compareTo(base) < 0) {
            throw new IllegalArgumentException(
                    "max: " + Check.text(max) + " (expected: at least the base of " + Check.text(base) + ")");
        }
    }

    /** A policy with the usual number of refusals. */
    public EjectionPolicy(int consecutiveFailures, Duration base, Duration max) {
        this(consecutiveFailures, DEFAULT_REFUSALS, base, max);
    }

    /**
     * How long an ejection lasts.
     *
     * @param previous the ejections since the last success, 0 or more
     */
    Duration length(int previous) {
        long base = this.base.toNanos();
        long max = this.max.toNanos();
        boolean capped = previous >= Long.numberOfLeadingZeros(base) - 1 || base << previous > max;
        return capped ? this.max : Duration.ofNanos(base << previous);
    }
}
