package io.mqttproxy.config;

import io.mqttproxy.routing.Condition;
import io.mqttproxy.routing.Condition.TextCondition;
import io.mqttproxy.routing.Condition.VersionCondition;
import io.mqttproxy.routing.Route;
import io.mqttproxy.routing.RouteFact;
import io.mqttproxy.routing.Targets;
import io.mqttproxy.routing.TextPattern;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which clients go to which clusters.
 *
 * @param route conditions and targets; the targets are keys of {@link ProxyConfig#clusters()}
 * @param at where the route stands
 */
public record RouteConfig(Route route, Source at) {
    private static final int MQTT_5 = 5;

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

    /** Whether clients of a listener may match, as far as that is known before they come. */
    boolean mayTakeClientsOf(String listener) {
        TextPattern wanted = pattern(RouteFact.LISTENER);
        return wanted == null || wanted.matches(listener);
    }

    /** Whether no client of the listeners that are meant gets past this route. */
    boolean catchesAllOfItsListeners() {
        return route.when().stream()
                .allMatch(condition -> condition.alwaysMatches() || condition.asksFor(RouteFact.LISTENER));
    }

    /** Whether it is for clients of MQTT 5 alone. */
    boolean onlyMqtt5() {
        return route.when().contains(new VersionCondition(MQTT_5));
    }

    /** The clusters that get clients by it. */
    List<String> clusters() {
        return route.to().names().stream()
                .filter(name -> !Objects.equals(route.to().weights().get(name), 0))
                .toList();
    }
}
