package io.mqttproxy.config;

import io.mqttproxy.identity.NearestName;
import io.mqttproxy.routing.Condition;
import io.mqttproxy.routing.Targets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code routes}. */
final class RoutesBinder {
    static final List<String> KEYS = List.of("when", "to");

    private static final IntegerReader WEIGHT = new IntegerReader(0, 1000);

    private final Set<String> clusters;

    /**
     * For all routes of a file.
     *
     * @param clusters the names under {@code clusters}, whether or not the clusters themselves are right
     */
    RoutesBinder(Set<String> clusters) {
        this.clusters = clusters;
    }

    List<RouteConfig> bind(Value value) {
        List<RouteConfig> routes = new ArrayList<>();
        for (Value route : value.list("route")) {
            RouteConfig bound = route(route);
            if (bound != null) {
                routes.add(bound);
            }
        }
        return List.copyOf(routes);
    }

    private @Nullable RouteConfig route(Value value) {
        Mapping mapping = value.mapping(KEYS);
        if (mapping == null) {
            return null;
        }
        Value toValue = mapping.require("to", known());
        Targets to = toValue == null ? null : targets(toValue);
        Value when = mapping.get("when");
        List<Condition> conditions = when == null ? List.of() : WhenBinder.bind(when);
        return to == null ? null : RouteConfig.of(conditions, to, value.source());
    }

    private @Nullable Targets targets(Value value) {
        if (!value.isMapping()) {
            String name = value.read(new NameReader());
            return name == null || !isCluster(name, value, value.source()) ? null : Targets.one(name);
        }
        Map<String, Integer> weights = new LinkedHashMap<>();
        List<Value> shares = value.entries("cluster", new NameReader());
        for (Value share : shares) {
            Integer weight = share.read(WEIGHT);
            if (isCluster(share.name(), share, share.key()) && weight != null) {
                weights.put(share.name(), weight);
            }
        }
        if (weights.isEmpty() || weights.size() < shares.size()) {
            return null;
        }
        if (weights.values().stream().noneMatch(weight -> weight > 0)) {
            value.report("every share is 0 (expected: at least one above 0)");
            return null;
        }
        return Targets.of(weights);
    }

    private boolean isCluster(String name, Value value, Source at) {
        boolean known = clusters.contains(name);
        if (!known) {
            String nearest = NearestName.of(name, clusters);
            String message = "no such cluster: " + name + " (expected: " + (nearest == null ? known() : nearest) + ")";
            value.reading().problems().add(at, message);
        }
        return known;
    }

    private String known() {
        return clusters.isEmpty() ? "a name under clusters" : "one of " + String.join(", ", clusters);
    }
}
