package io.mqttproxy.routing;

import java.util.List;

/**
 * Which clients go to which cluster.
 *
 * @param when what a client must meet, all of it; empty for every client
 * @param cluster the name of the cluster
 */
public record Route(List<Condition> when, String cluster) {

    /** Copies the conditions. */
    public Route {
        when = List.copyOf(when);
    }

    /** A route for every client. */
    public static Route toAll(String cluster) {
        return new Route(List.of(), cluster);
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
    boolean catchesAll() {
        return when.stream().allMatch(Condition::alwaysMatches);
    }

    /** Whether this route certainly matches each client that the other one matches: it asks for nothing more. */
    boolean covers(Route other) {
        return when.stream().allMatch(condition -> condition.alwaysMatches() || other.when.contains(condition));
    }
}
