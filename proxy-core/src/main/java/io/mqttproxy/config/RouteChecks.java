package io.mqttproxy.config;

import io.mqttproxy.identity.NearestName;
import io.mqttproxy.routing.RouteFact;
import io.mqttproxy.routing.TextPattern;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compares the routes with each other and with the listeners: each must be one that some client can take. */
final class RouteChecks {
    private final Problems problems;
    private final Map<String, ListenerConfig> listeners;

    /**
     * For all routes of a file.
     *
     * @param listeners all of them, free of problems
     */
    RouteChecks(Problems problems, Map<String, ListenerConfig> listeners) {
        this.problems = problems;
        this.listeners = listeners;
    }

    void check(List<RouteConfig> routes) {
        for (int i = 0; i < routes.size(); i++) {
            RouteConfig route = routes.get(i);
            RouteConfig before = blocking(route, routes.subList(0, i));
            if (before != null) {
                report(
                        route,
                        "never reached (expected: before line " + before.at().line() + ", which takes "
                                + (before.route().catchesAll() ? "every client" : "the same clients") + ")");
            }
            checkListeners(route);
        }
    }

    private static @Nullable RouteConfig blocking(RouteConfig route, List<RouteConfig> before) {
        return before.stream()
                .filter(other -> other.route().covers(route.route()))
                .findFirst()
                .orElse(null);
    }

    private void checkListeners(RouteConfig route) {
        @Nullable TextPattern pattern = route.pattern(RouteFact.LISTENER);
        List<ListenerConfig> concerned = listeners.values().stream()
                .filter(listener -> pattern == null || pattern.matches(listener.name()))
                .toList();
        if (concerned.isEmpty()) {
            String nearest = NearestName.of(String.valueOf(pattern), listeners.keySet());
            report(
                    route,
                    "no such listener: " + pattern + " (expected: "
                            + (nearest == null ? "one of " + String.join(", ", listeners.keySet()) : nearest) + ")");
            return;
        }
        require(route, RouteFact.SNI, "sni", concerned, listener -> listener.tls() != null, "tls");
        require(route, RouteFact.ALPN, "alpn", concerned, listener -> listener.tls() != null, "tls");
        require(route, RouteFact.IDENTITY, "identity", concerned, listener -> listener.identity() != null, "identity");
        require(
                route,
                RouteFact.ISSUER,
                "issuer",
                concerned,
                RouteChecks::asksForCertificates,
                "tls and its key clientAuth");
    }

    private static boolean asksForCertificates(ListenerConfig listener) {
        TlsConfig tls = listener.tls();
        return tls != null && tls.clientAuth() != ClientAuth.NONE;
    }

    private void require(
            RouteConfig route,
            RouteFact fact,
            String condition,
            Collection<ListenerConfig> concerned,
            Predicate<ListenerConfig> has,
            String section) {
        if (route.pattern(fact) != null && concerned.stream().noneMatch(has)) {
            report(route, condition + " is never known (expected: a listener with the section " + section + ")");
        }
    }

    private void report(RouteConfig route, String message) {
        problems.add(route.at(), message);
    }
}
