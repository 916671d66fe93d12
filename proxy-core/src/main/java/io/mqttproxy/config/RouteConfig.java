package io.mqttproxy.config;

import io.mqttproxy.routing.Condition;
import io.mqttproxy.routing.Condition.TextCondition;
import io.mqttproxy.routing.Route;
import io.mqttproxy.routing.RouteFact;
import io.mqttproxy.routing.Targets;
import io.mqttproxy.routing.TextPattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which clients go to which clusters.
 *
 * @param route conditions and targets; the targets are keys of {@link ProxyConfig#clusters()}
 * @param at where the route stands
 */
public record RouteConfig(Route route, Source at) {

    static RouteConfig of(List<Condition> when, Targets to, Source at) {
        return new RouteConfig(new Route(when, to), at);
    }

    /** A route for every client. */
    static RouteConfig everyone(String to, Source at) {
        return new RouteConfig(Route.toAll(to), at);
    }

    /** What it asks of a text; null when it does not look at it. */
    @Nullable TextPattern pattern(RouteFact fact) {
        return route.when().stream()
                .filter(condition -> condition.asksFor(fact))
                .map(condition -> ((TextCondition) condition).pattern())
                .findFirst()
                .orElse(null);
    }
}
