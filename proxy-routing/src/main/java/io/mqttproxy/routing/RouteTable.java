package io.mqttproxy.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routes in their order; the first that matches wins. Immutable. */
public final class RouteTable {

    private final List<Route> routes;

    /**
     * Makes a table.
     *
     * @param routes in order; copied
     * @throws IllegalArgumentException when a route can never be reached because one before it takes all its clients
     */
    public RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        for (int i = 0; i < this.routes.size(); i++) {
            checkReachable(i);
        }
    }

    /** The routes in their order; immutable. */
    public List<Route> routes() {
        return routes;
    }

    /** The name of the cluster for this client, or null when no route matches. */
    public @Nullable String cluster(RouteKey key) {
        int index = index(key);
        return index < 0 ? null : routes.get(index).to().of(key);
    }

    /** The index of the route that this client takes, or -1 when no route matches. */
    int index(RouteKey key) {
        for (int i = 0; i < routes.size(); i++) {
            if (routes.get(i).matches(key)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether any route looks at this fact, so that it has to be known. */
    boolean asksFor(RouteFact fact) {
        return routes.stream().flatMap(route -> route.when().stream()).anyMatch(condition -> condition.asksFor(fact));
    }

    private void checkReachable(int index) {
        for (int before = 0; before < index; before++) {
            Route earlier = routes.get(before);
            if (earlier.catchesAll()) {
                throw new IllegalArgumentException(
                        "routes[" + index + "]: unreachable (expected: the route without conditions last)");
            }
            if (earlier.covers(routes.get(index))) {
                throw new IllegalArgumentException("routes[" + index + "]: unreachable behind routes[" + before
                        + "] (expected: the route with more conditions first)");
            }
        }
    }
}
