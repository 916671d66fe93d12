package io.mqttproxy.routing;

import io.mqttproxy.routing.BackendView.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a backend that changes seldom and is read together. Immutable.
 *
 * @param health what probes say
 * @param connects what connecting to it says
 * @param refusals what its CONNACKs say
 * @param withdrawal why an operator has taken it out, or null
 * @param cold whether it came back a while ago and may still be starting slowly
 * @param coldNanos when it came, or will come, back, on the monotonic clock; meaningless when not {@code cold}
 * @param back when it last came back, for people
 * @param clear whether it is certainly available: up, not withdrawn, no ejection since the last success
 */
record Standing(
        Health health,
        Ejection connects,
        Ejection refusals,
        @Nullable Withdrawal withdrawal,
        boolean cold,
        long coldNanos,
        Instant back,
        boolean clear) {

    /**
     * Taken out by an operator.
     *
     * @param reason in words
     * @param since when
     */
    record Withdrawal(String reason, Instant since) {}

    static Standing initial(Instant now) {
        return new Standing(Health.unknown(now), Ejection.NONE, Ejection.NONE, null, false, 0, now, true);
    }

    private static Standing of(
            Health health,
            Ejection connects,
            Ejection refusals,
            @Nullable Withdrawal withdrawal,
            boolean cold,
            long coldNanos,
            Instant back) {
        boolean clear = health.up() && connects.rounds() == 0 && refusals.rounds() == 0 && withdrawal == null;
        return new Standing(health, connects, refusals, withdrawal, cold, coldNanos, back, clear);
    }

    Standing probed(Health next, long nowNanos) {
        boolean returns = next.up() && !health.up();
        return of(
                next,
                connects,
                refusals,
                withdrawal,
                returns || cold,
                returns ? nowNanos : coldNanos,
                returns ? next.since() : back);
    }

    Standing withConnects(Ejection next) {
        return of(health, next, refusals, withdrawal, coldAfter(next), coldNanosAfter(next), back);
    }

    Standing withRefusals(Ejection next) {
        return of(health, connects, next, withdrawal, coldAfter(next), coldNanosAfter(next), back);
    }

    Standing connected(long nowNanos, Instant now) {
        long start = connects.rounds() > 1 ? nowNanos : coldNanos;
        return of(health, Ejection.NONE, refusals, withdrawal, cold, start, end(connects, now));
    }

    Standing accepted(long nowNanos, Instant now) {
        long start = refusals.rounds() > 1 ? nowNanos : coldNanos;
        return of(health, connects, Ejection.NONE, withdrawal, cold, start, end(refusals, now));
    }

    Standing withdrawn(String reason, Instant now) {
        return of(health, connects, refusals, new Withdrawal(reason, now), cold, coldNanos, back);
    }

    Standing restored(long nowNanos, Instant now) {
        return of(health, connects, refusals, null, true, nowNanos, now);
    }

    /** Only an operator takes back what an operator has done. */
    Standing joined(long nowNanos, Instant now) {
        return of(health, connects, refusals, withdrawal, true, nowNanos, now);
    }

    Standing warm() {
        return of(health, connects, refusals, withdrawal, false, 0, back);
    }

    /** Whether clients have trouble that keeps it out at this moment of the monotonic clock. */
    boolean ejected(long nowNanos) {
        return connects.active(nowNanos) || refusals.active(nowNanos);
    }

    /**
     * What it amounts to, for people.
     *
     * @param state whether new clients are sent there
     * @param reason in words
     * @param since when it became so
     */
    record Shown(State state, String reason, Instant since) {}

    /** At this moment of the monotonic clock. */
    Shown shown(long nowNanos) {
        if (withdrawal != null) {
            return new Shown(State.DRAINED, withdrawal.reason(), withdrawal.since());
        }
        if (!health.up()) {
            return new Shown(State.DOWN, health.reason(), health.since());
        }
        if (connects.active(nowNanos)) {
            return new Shown(State.EJECTED, connects.reason("failed connect"), connects.since());
        }
        if (refusals.active(nowNanos)) {
            return new Shown(State.EJECTED, refusals.reason("refusal"), refusals.since());
        }
        return new Shown(State.UP, health.reason(), since());
    }

    /** When it last came back into use, given that it is in use at this moment. */
    Instant since() {
        return latest(latest(health.since(), back), latest(endOf(connects), endOf(refusals)));
    }

    /** A single short ejection is no restart; the second in a row is taken for one. */
    private boolean coldAfter(Ejection next) {
        return cold || next.rounds() > 1;
    }

    private long coldNanosAfter(Ejection next) {
        return next.rounds() > 1 ? next.untilNanos() : coldNanos;
    }

    private Instant end(Ejection over, Instant now) {
        Instant end = endOf(over);
        return latest(back, end.isBefore(now) ? end : now);
    }

    private static Instant endOf(Ejection ejection) {
        return ejection.rounds() == 0 ? Instant.MIN : ejection.end();
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
