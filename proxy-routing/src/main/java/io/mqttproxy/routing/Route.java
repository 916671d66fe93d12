package io.mqttproxy.routing;

import java.util.List;

/**
 * Which clients go to which cluster.
 *
 * @param when what a client must meet, all of it; empty for every client
 * @param to the clusters that serve them
 */
public record Route(List<Condition> when, Targets to) {

    /** Copies the conditions. */
    public Route {
        when = List.copyOf(when);
    }

    /** A route for every client. */
    public static Route toAll(String cluster) {
        return new Route(List.of(), Targets.one(cluster));
    }

    /** A route to one cluster. */
    public static Route to(String cluster, Condition... when) {
        return new Route(List.of(when), Targets.one(cluster));
    }

    /** Whether this client meets every condition. */
    public boolean matches(RouteKey key) {
        for (int i = 0; i < when.size(); i++) {
            if (!when.get(i).matches(key)) {
                return false;
            }
        }
        return true;
    }

    /** Whether every client matches. */
    public boolean catchesAll() {
        return when.stream().allMatch(Condition::alwaysMatches);
    }

    /** Whether this route certainly matches each client that the other one matches: it asks for nothing more. */
    public boolean covers(Route other) {
        return when.stream()
                .allMatch(condition ->
                        condition.alwaysMatches() || other.when.stream().anyMatch(condition::covers));
    }
}
