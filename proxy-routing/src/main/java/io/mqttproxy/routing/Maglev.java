package io.mqttproxy.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same client always to the same backend, by a table: Maglev hashing (Eisenbud and others, NSDI 2016).
 *
 * <p>Shares are more even than with {@link Rendezvous}, and a pick costs the same however many backends there are. The
 * price: when the configured list changes, a few clients move between backends that stay.
 *
 * <p>While a backend cannot take its clients, each of them goes to its choice by rendezvous hashing, and no client of
 * another one moves: the table is made from what is configured, not from what is healthy.
 */
public final class Maglev implements Balancer {

    private final Rendezvous next;
    private final MaglevTable table;

    /** Makes a balancer that goes by the client identifier and takes any load. */
    public Maglev(List<BackendState> backends) {
        this(backends, HashKey.CLIENT_ID, Double.POSITIVE_INFINITY);
    }

    /**
     * Makes a balancer, which takes some milliseconds; it has no state that changes.
     *
     * @param key what tells clients apart
     * @param loadFactor how much more than its even share a backend may carry before its clients go to their next choice,
     *     above 1; infinite for any load
     */
    public Maglev(List<BackendState> backends, HashKey key, double loadFactor) {
        this.next = new Rendezvous(backends, key, loadFactor);
        this.table = MaglevTable.of(Rendezvous.byName(backends));
    }

    @Override
    public @Nullable BackendState pick(Eligibility eligible, RouteKey client) {
        long hash = keyHash(client);
        return next.pick(table.owner(hash), hash, eligible);
    }

    @Override
    public boolean hashes() {
        return true;
    }

    @Override
    public long keyHash(RouteKey client) {
        return next.keyHash(client);
    }

    @Override
    public @Nullable BackendState home(Eligibility eligible, long keyHash) {
        return next.home(table.owner(keyHash), keyHash, eligible);
    }

    @Override
    public double loadFactor() {
        return next.loadFactor();
    }
}
