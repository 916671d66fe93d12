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

    /**
     * The backend that a client belongs to, whatever it carries now and however recently it came back; asked when clients
     * are moved, so it changes nothing.
     *
     * @return null when the policy keeps no client on one backend, or when no backend is eligible
     */
    default @Nullable BackendState home(Eligibility eligible, RouteKey key) {
        return null;
    }
}
