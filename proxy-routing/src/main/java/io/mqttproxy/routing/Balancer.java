package io.mqttproxy.routing;

import org.jspecify.annotations.Nullable;

/**
 * Picks one backend out of a list that is fixed when the balancer is made; a changed list means a new balancer.
 *
 * <p>Implementations are safe to call from every event loop at once, hold no lock and allocate nothing.
 */
@FunctionalInterface
public interface Balancer {

    /**
     * Picks a backend for a client.
     *
     * @param eligible which backends may be picked
     * @param key what is known of the client
     * @return the pick, or null when no backend is eligible
     */
    @Nullable BackendState pick(Eligibility eligible, RouteKey key);

    /** Whether a client belongs to one backend, by the hash of its key. */
    default boolean hashes() {
        return false;
    }

    /** The hash of a client's key, all that {@link #home} needs to know of it; meaningless when nothing is hashed. */
    default long keyHash(RouteKey key) {
        return 0;
    }

    /**
     * The backend that a client belongs to, whatever it carries now and however recently it came back; asked when clients
     * are moved, so it changes nothing.
     *
     * @param keyHash of {@link #keyHash}
     * @return null when the policy keeps no client on one backend, or when no backend is eligible
     */
    default @Nullable BackendState home(Eligibility eligible, long keyHash) {
        return null;
    }

    /** How much more than its even share a backend may carry, above 1; infinite for any load. */
    default double loadFactor() {
        return Double.POSITIVE_INFINITY;
    }
}
