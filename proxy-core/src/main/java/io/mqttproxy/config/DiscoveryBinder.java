package io.mqttproxy.config;

import io.mqttproxy.config.DiscoveryConfig.BackendsFile;
import io.mqttproxy.config.DiscoveryConfig.Origin;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a cluster's section {@code discovery}. */
final class DiscoveryBinder {
    static final List<String> KEYS =
            List.of("dns", "type", "port", "servers", "file", "kubernetes", "refresh", "timeout");
    static final List<String> REFRESH_KEYS = List.of("min", "max");

    private static final List<String> ORIGINS = List.of("dns", "file", "kubernetes");
    private static final List<String> ONLY_DNS = List.of("type", "port", "servers");
    private static final DurationReader REFRESH = new DurationReader(Duration.ofMillis(100), Duration.ofHours(24));
    private static final DurationReader TIMEOUT = new DurationReader(Duration.ofMillis(10), Duration.ofMinutes(1));

    private DiscoveryBinder() {}

    static @Nullable DiscoveryConfig bind(@Nullable Value value) {
        Mapping mapping = value == null ? null : value.mapping(KEYS);
        if (mapping == null) {
            return null;
        }
        Origin origin = origin(mapping);
        Duration timeout = mapping.read("timeout", TIMEOUT, DiscoveryConfig.DEFAULT_TIMEOUT);
        Value refresh = mapping.get("refresh");
        Mapping bounds = refresh == null ? null : refresh.mapping(REFRESH_KEYS);
        Duration floor = bounds == null
                ? DiscoveryConfig.DEFAULT_FLOOR
                : bounds.read("min", REFRESH, DiscoveryConfig.DEFAULT_FLOOR);
        Duration ceiling = bounds == null
                ? DiscoveryConfig.DEFAULT_CEILING
                : bounds.read("max", REFRESH, DiscoveryConfig.DEFAULT_CEILING);
        if (bounds != null && floor.compareTo(ceiling) > 0) {
            bounds.report("min " + DurationReader.text(floor) + " is longer than max " + DurationReader.text(ceiling)
                    + " (expected: at most as long)");
        }
        return origin == null ? null : new DiscoveryConfig(origin, floor, ceiling, timeout);
    }

    private static @Nullable Origin origin(Mapping mapping) {
        List<String> named = ORIGINS.stream().filter(mapping::has).toList();
        if (named.size() != 1) {
            mapping.report((named.isEmpty() ? "no source" : String.join(" and ", named))
                    + " (expected: one of dns, file or kubernetes)");
            return null;
        }
        if (!mapping.has("dns")) {
            ONLY_DNS.forEach(key -> refuse(mapping.get(key), "does nothing without dns"));
        }
        Value file = mapping.get("file");
        Value kubernetes = mapping.get("kubernetes");
        if (file != null) {
            FileRef ref = FileRefReader.existing(file, "a file with a list of backends");
            return ref == null ? null : new BackendsFile(ref);
        }
        return kubernetes == null ? DnsBinder.bind(mapping) : KubernetesBinder.bind(kubernetes);
    }

    /** Reports that a key means nothing here. */
    static void refuse(@Nullable Value value, String message) {
        if (value != null) {
            value.reading().problems().add(value.key(), message + " (expected: no " + value.name() + ")");
        }
    }
}
