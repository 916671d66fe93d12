package io.mqttproxy.routing;

import java.util.List;

/**
 * What belonging to a cluster means for a backend: how many may be ejected together, and how slowly one starts that came
 * back. Immutable; its monitor guards the last place among the ejected.
 */
final class Membership {

    /** The least share that a backend has when it starts slowly, in thousandths. */
    private static final int COLDEST = 100;

    private final List<BackendState> members;
    private final int maxEjectedPercent;
    private final long slowStartNanos;

    /**
     * Of these backends.
     *
     * @param maxEjectedPercent of the backends in service, rounded up, 1 to 100
     * @param slowStartNanos 0 for none
     */
    Membership(List<BackendState> members, int maxEjectedPercent, long slowStartNanos) {
        this.members = members;
        this.maxEjectedPercent = maxEjectedPercent;
        this.slowStartNanos = slowStartNanos;
    }

    /** Of a backend in no cluster, which may be ejected. */
    static Membership none() {
        return new Membership(List.of(), 100, 0);
    }

    /** Whether one more may be ejected; to be asked and acted on under the monitor of this. */
    boolean hasRoomFor(BackendState candidate) {
        int out = 0;
        int inService = 0;
        for (BackendState member : members) {
            inService += member.inService() ? 1 : 0;
            out += member != candidate && member.inService() && member.ejected() ? 1 : 0;
        }
        return out == 0 || out + 1 <= (inService * maxEjectedPercent + 99) / 100;
    }

    /** How much of its weight counts, in thousandths, so long after it came back; grows evenly. */
    int warmth(long nanosBack) {
        if (nanosBack >= slowStartNanos) {
            return BackendState.WARM;
        }
        long share = nanosBack <= 0 ? 0 : (long) ((double) nanosBack / slowStartNanos * BackendState.WARM);
        return (int) Math.max(COLDEST, Math.min(BackendState.WARM - 1, share));
    }

    boolean startsSlowly() {
        return slowStartNanos > 0;
    }
}
