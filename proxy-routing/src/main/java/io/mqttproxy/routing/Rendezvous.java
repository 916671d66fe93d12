package io.mqttproxy.routing;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same client always to the same backend, without any table: weighted rendezvous hashing, see {@link WeightedHash}.
 *
 * <p>Every proxy that knows the same names and weights agrees, in whatever order it lists them. When a backend goes, only
 * its clients move, and they spread over the others by weight; when it is back, they return.
 */
public final class Rendezvous implements Balancer {

    private final List<BackendState> backends;
    private final HashKey key;
    private final WeightedHash order;
    private final Admission admission;

    /** Makes a balancer that goes by the client identifier and takes any load. */
    public Rendezvous(List<BackendState> backends) {
        this(backends, HashKey.CLIENT_ID, Double.POSITIVE_INFINITY);
    }

    /**
     * Makes a balancer; it has no state that changes.
     *
     * @param key what tells clients apart
     * @param loadFactor how much more than its even share a backend may carry before its clients go to their next choice,
     *     above 1; infinite for any load
     */
    public Rendezvous(List<BackendState> backends, HashKey key, double loadFactor) {
        this.backends = byName(backends);
        this.key = key;
        this.order = WeightedHash.of(
                this.backends.stream().map(state -> state.backend().name()).toList(),
                this.backends.stream()
                        .mapToInt(state -> state.backend().weight())
                        .toArray());
        this.admission = new Admission(this.backends, loadFactor);
    }

    /** In an order that every proxy agrees on, whatever its configuration's. */
    static List<BackendState> byName(List<BackendState> backends) {
        return backends.stream()
                .sorted(Comparator.comparing(state -> state.backend().name()))
                .toList();
    }

    @Override
    public @Nullable BackendState pick(Eligibility eligible, RouteKey client) {
        long hash = keyHash(client);
        return pick(order.first(hash), hash, eligible);
    }

    @Override
    public boolean hashes() {
        return true;
    }

    @Override
    public long keyHash(RouteKey client) {
        return StableHash.of(key.of(client));
    }

    @Override
    public @Nullable BackendState home(Eligibility eligible, long keyHash) {
        return home(order.first(keyHash), keyHash, eligible);
    }

    @Override
    public double loadFactor() {
        return admission.loadFactor();
    }

    /** The owner, which nearly always takes its client, or else the next choice; only then are all looked at. */
    @Nullable BackendState pick(int owner, long hash, Eligibility eligible) {
        double limit = admission.limit(eligible);
        if (owner >= 0 && admission.admits(owner, hash, eligible, limit)) {
            return backends.get(owner);
        }
        int next = order.first(hash, admission, eligible, limit);
        return next >= 0 ? backends.get(next) : home(-1, hash, eligible);
    }

    /** The owner or the next choice, whatever they carry. */
    @Nullable BackendState home(int owner, long hash, Eligibility eligible) {
        if (owner >= 0 && admission.admits(owner, hash, eligible, Admission.ANYBODY)) {
            return backends.get(owner);
        }
        int next = order.first(hash, admission, eligible, Admission.ANYBODY);
        return next < 0 ? null : backends.get(next);
    }
}
