package io.mqttproxy.routing;

import java.util.List;

/**
 * Whether a backend takes one client more when a hash has sent it there: bounded load (Mirrokni, Thorup, Zadimoghaddam
 * 2018) and slow start. Safe to use from every thread; allocates nothing.
 *
 * <p>A backend that starts slowly takes a growing share of its own keys, always the same ones first. So each client moves to
 * it once, and proxies that saw it come back at slightly different moments disagree about few clients only.
 */
final class Admission {

    /** The limit of a client that anybody may take: neither load nor slow start counts. */
    static final double ANYBODY = -1;

    private final List<BackendState> backends;
    private final double loadFactor;

    /**
     * Over these backends.
     *
     * @param loadFactor how much more than its even share a backend may carry, above 1; infinite for any load
     */
    Admission(List<BackendState> backends, double loadFactor) {
        this.backends = backends;
        this.loadFactor = loadFactor;
    }

    double loadFactor() {
        return loadFactor;
    }

    /** How many connections per unit of weight an eligible backend may have with one client more; infinite for any. */
    double limit(Eligibility eligible) {
        if (loadFactor == Double.POSITIVE_INFINITY) {
            return Double.POSITIVE_INFINITY;
        }
        long connections = 1;
        long weights = 0;
        for (int i = 0; i < backends.size(); i++) {
            BackendState backend = backends.get(i);
            if (eligible.test(backend)) {
                connections += backend.connections();
                weights += backend.backend().weight();
            }
        }
        return weights == 0 ? Double.POSITIVE_INFINITY : loadFactor * connections / weights;
    }

    /**
     * Whether a backend takes the client.
     *
     * @param index of the backend
     * @param hash of the client's key
     * @param eligible whether it may be used at all
     * @param limit of {@link #limit}, or {@link #ANYBODY}
     */
    boolean admits(int index, long hash, Eligibility eligible, double limit) {
        BackendState backend = backends.get(index);
        if (!eligible.test(backend)) {
            return false;
        }
        if (limit == ANYBODY) {
            return true;
        }
        int warmth = backend.warmth();
        boolean warm = warmth == BackendState.WARM || StableHash.perMille(backend.nameHash(), hash) < warmth;
        return warm
                && (limit == Double.POSITIVE_INFINITY
                        || backend.connections() + 1
                                <= Math.ceil(limit * backend.backend().weight()));
    }
}
