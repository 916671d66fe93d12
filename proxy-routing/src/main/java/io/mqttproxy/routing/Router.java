package io.mqttproxy.routing;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * From a client to its cluster; {@link Cluster#select} then picks the backend. Safe to use from every thread. A new
 * configuration makes a new router; only the backends of a cluster may change, see {@link #replace}.
 */
public final class Router {

    private final RouteTable table;
    /** Sorted by name; never changed, only replaced as a whole. */
    private volatile Map<String, Cluster> clusters;

    private final boolean asksForIssuer;

    /**
     * Makes a router.
     *
     * @param table the routes
     * @param clusters every cluster by the name that routes use; copied
     * @throws IllegalArgumentException when a route names a cluster that does not exist
     */
    public Router(RouteTable table, Map<String, Cluster> clusters) {
        this.table = table;
        Map<String, Cluster> sorted = new TreeMap<>(clusters);
        this.clusters = sorted;
        for (int i = 0; i < table.routes().size(); i++) {
            for (String target : table.routes().get(i).to().names()) {
                check(i, target, sorted.keySet());
            }
        }
        this.asksForIssuer = table.asksFor(RouteFact.ISSUER);
    }

    private static void check(int route, String target, Collection<String> known) {
        if (!known.contains(target)) {
            throw new IllegalArgumentException("routes[" + route + "].to: " + target
                    + " (expected: one of the clusters " + String.join(", ", known) + ")");
        }
    }

    /**
     * Whether a route asks for the issuer of the client's certificate, so that {@link RouteKey#issuer()} is wanted; reading
     * it from the certificate costs more than all the routing.
     */
    public boolean asksForIssuer() {
        return asksForIssuer;
    }

    /** The cluster of the first route that matches, or null when none does. */
    public @Nullable Cluster route(RouteKey key) {
        String name = table.cluster(key);
        return name == null ? null : clusters.get(name);
    }

    /** Where this client would go now, and why. Changes nothing. */
    public Explanation explain(RouteKey key) {
        return Explanation.of(table.index(key), route(key), key);
    }

    /**
     * Puts a cluster in the place of the one with its name, because its backends have changed. Clients that were routed
     * before keep the old one until they have a backend.
     *
     * @throws IllegalArgumentException when there is no cluster of that name
     */
    public synchronized void replace(Cluster cluster) {
        Map<String, Cluster> next = new TreeMap<>(clusters);
        if (next.put(cluster.name(), cluster) == null) {
            throw new IllegalArgumentException(
                    cluster.name() + " (expected: one of the clusters " + String.join(", ", clusters.keySet()) + ")");
        }
        clusters = next;
    }

    /** Every cluster, by name in alphabetical order; immutable. */
    public Collection<Cluster> clusters() {
        return List.copyOf(clusters.values());
    }
}
