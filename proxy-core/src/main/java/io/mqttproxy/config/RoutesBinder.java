package io.mqttproxy.config;

import io.mqttproxy.identity.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code routes}. */
final class RoutesBinder {
    static final List<String> KEYS = List.of("when", "to");
    static final List<String> WHEN_KEYS =
            List.of("listener", "sni", "clientId", "username", "identity", "mqttVersion", "source");

    private static final TextRule GLOB = TextRule.visible("a text in which * stands for any characters");

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
        String to = toValue == null ? null : cluster(toValue);
        Value when = mapping.get("when");
        if (when == null) {
            return to == null ? null : RouteConfig.everyone(to, value.source());
        }
        int problems = when.reading().problems().count();
        Mapping conditions = when.mapping(WHEN_KEYS);
        if (conditions == null) {
            return null;
        }
        if (WHEN_KEYS.stream().noneMatch(conditions::has)
                && when.reading().problems().count() == problems) {
            when.report("no condition (expected: at least one, or no when)");
        }
        return conditions(conditions, to == null ? "" : to, value.source());
    }

    private static RouteConfig conditions(Mapping when, String to, Source at) {
        String sni = glob(when, "sni");
        return new RouteConfig(
                glob(when, "listener"),
                sni == null ? null : sni.toLowerCase(Locale.ROOT),
                glob(when, "clientId"),
                glob(when, "username"),
                glob(when, "identity"),
                read(when, "mqttVersion", new MqttVersionReader()),
                read(when, "source", new CidrReader()),
                to,
                at);
    }

    private @Nullable String cluster(Value value) {
        String name = value.read(new NameReader());
        if (name != null && !clusters.contains(name)) {
            String nearest = NearestName.of(name, clusters);
            value.report("no such cluster: " + name + " (expected: " + (nearest == null ? known() : nearest) + ")");
            return null;
        }
        return name;
    }

    private String known() {
        return clusters.isEmpty() ? "a name under clusters" : "one of " + String.join(", ", clusters);
    }

    private static @Nullable String glob(Mapping when, String key) {
        return read(when, key, GLOB);
    }

    private static <T> @Nullable T read(Mapping when, String key, TextReader<T> reader) {
        Value value = when.get(key);
        return value == null ? null : value.read(reader);
    }
}
