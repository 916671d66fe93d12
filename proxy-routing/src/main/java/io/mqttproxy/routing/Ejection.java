package io.mqttproxy.routing;

import java.time.Duration;
import java.time.Instant;

/**
 * Passive health: what one kind of trouble that clients have with a backend says about it. Immutable; each event makes the
 * next value.
 *
 * <p>An ejected backend comes back by itself when its time is over, but on probation: until a client succeeds, a
 * single failure ejects it again, for twice as long. Failures that are reported during an ejection change nothing:
 * they come from clients that were under way already, and a hundred of those are one outage, not a hundred.
 *
 * @param failures in a row, since the last success
 * @param rounds ejections since the last success
 * @param untilNanos the end of the latest ejection on the monotonic clock; meaningless when {@code rounds} is 0
 * @param since when the latest ejection began
 * @param length how long the latest ejection lasts
 */
record Ejection(int failures, int rounds, long untilNanos, Instant since, Duration length) {

    /** No failure since the last success. */
    static final Ejection NONE = new Ejection(0, 0, 0, Instant.MIN, Duration.ZERO);

    /** Whether the backend is to be left alone at this moment of the monotonic clock. */
    boolean active(long nowNanos) {
        return rounds > 0 && untilNanos - nowNanos > 0;
    }

    /** When the latest ejection ended or will end; {@link Instant#MIN} when there was none since the last success. */
    Instant end() {
        return since.plus(length);
    }

    /**
     * After one failure more.
     *
     * @param threshold failures in a row that eject
     * @param room whether the cluster can do without this backend; when not, the failure is only counted
     */
    Ejection afterFailure(EjectionPolicy policy, int threshold, boolean room, long nowNanos, Instant now) {
        if (active(nowNanos)) {
            return this;
        }
        int total = Math.min(failures, Integer.MAX_VALUE - 1) + 1;
        if (total < threshold || !room) {
            return new Ejection(total, rounds, untilNanos, since, length);
        }
        Duration next = policy.length(rounds);
        return new Ejection(total, rounds + 1, nowNanos + next.toNanos(), now, next);
    }

    /** In words, such as {@code 2 failed connects in a row, left alone for 2s}. */
    String reason(String failure) {
        return failures + " " + failure + (failures == 1 ? "" : "s in a row") + ", left alone for "
                + Check.text(length);
    }
}
