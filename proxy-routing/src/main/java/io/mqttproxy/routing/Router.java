package io.mqttproxy.routing;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * From a client to its cluster; {@link Cluster#select} then picks the backend. Immutable: a new configuration makes a
 * new router.
 */
public final class Router {

    private final RouteTable table;
    private final Map<String, Cluster> clusters;
    private final Collection<Cluster> inOrder;
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
        this.clusters = Map.copyOf(clusters);
        Map<String, Cluster> sorted = new TreeMap<>(clusters);
        this.inOrder = List.copyOf(sorted.values());
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

    /** Every cluster, by name in alphabetical order; immutable. */
    public Collection<Cluster> clusters() {
        return inOrder;
    }
}
