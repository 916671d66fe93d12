package io.mqttproxy.perf.report;

import java.util.Locale;

/**
 * What we want to reach.
 *
 * @param limit the worst that is good enough
 * @param relative whether the limit is in parts of the reference
 * @param most whether less is better
 */
public record Target(double limit, boolean relative, boolean most) {

    /** At most so many parts of the reference. */
    static Target ratioAtMost(double limit) {
        return new Target(limit, true, true);
    }

    /** At most so much, whoever else does better. */
    static Target atMost(double limit) {
        return new Target(limit, false, true);
    }

    /** At least so much, whoever else does better. */
    static Target atLeast(double limit) {
        return new Target(limit, false, false);
    }

    /** Whether a median is good enough. */
    public boolean metBy(double median) {
        return most ? median <= limit : median >= limit;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %.2f%s", most ? "≤" : "≥", limit, relative ? "x" : "");
    }
}
