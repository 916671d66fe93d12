package io.mqttproxy.routing;

import java.time.Duration;

/**
 * How often a source of backends is asked.
 *
 * @param floor the least between the end of a look and the next one, whatever the source says
 * @param ceiling the most, whatever the source says
 * @param timeout of one look
 */
public record DiscoveryPolicy(Duration floor, Duration ceiling, Duration timeout) {

    // Stands first: the default is checked against it.
    private static final Duration LONGEST = Duration.ofHours(24);

    /** At most every five seconds, at least every five minutes, and five seconds for an answer. */
    public static final DiscoveryPolicy DEFAULT =
            new DiscoveryPolicy(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofSeconds(5));

    /** After failures, no source rests longer than this unless the floor is higher. */
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private static final int MOST_DOUBLINGS = 16;

    /**
     * Checks every component.
     *
     * @throws IllegalArgumentException naming the component, its value and what was expected
     */
    public DiscoveryPolicy {
        Check.positive("floor", floor, LONGEST);
        Check.positive("ceiling", ceiling, LONGEST);
        Check.positive("timeout", timeout, LONGEST);
        if (floor.compareTo(ceiling) > 0) {
            throw new IllegalArgumentException(
                    "floor: " + Check.text(floor) + " (expected: at most the ceiling, " + Check.text(ceiling) + ")");
        }
    }

    /** How long a good answer is used that the source stands by for so long. */
    Duration afterSuccess(Duration validFor) {
        if (validFor.compareTo(floor) < 0) {
            return floor;
        }
        return validFor.compareTo(ceiling) > 0 ? ceiling : validFor;
    }

    /**
     * How long to wait before the next try: the floor, and twice as long each time.
     *
     * @param failures in a row, at least 1
     */
    Duration afterFailure(int failures) {
        Duration wait = floor.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration most = LONGEST_RETRY.compareTo(ceiling) < 0 ? LONGEST_RETRY : ceiling;
        if (wait.compareTo(most) < 0) {
            return wait;
        }
        return most.compareTo(floor) < 0 ? floor : most;
    }
}
