package io.mqttproxy.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code clusters}. */
final class ClusterBinder {
    static final List<String> KEYS =
            List.of("profile", "backends", "balance", "proxyProtocol", "tls", "health", "ejection", "selfTest");
    static final List<String> HEALTH_KEYS = List.of("type", "interval", "timeout", "rise", "fall");

    private static final DurationReader WAIT = new DurationReader(Duration.ofMillis(10), Duration.ofHours(1));
    private static final IntegerReader TIMES = new IntegerReader(1, 100);

    private final BackendTlsBinder tlsBinder;

    /**
     * For all clusters of a file.
     *
     * @param bundles what their sections may refer to
     */
    ClusterBinder(Bundles bundles) {
        this.tlsBinder = new BackendTlsBinder(bundles);
    }

    Map<String, ClusterConfig> bind(List<Value> values) {
        Map<String, ClusterConfig> clusters = new LinkedHashMap<>();
        for (Value value : values) {
            ClusterConfig cluster = cluster(value);
            if (cluster != null) {
                clusters.put(value.name(), cluster);
            }
        }
        return clusters;
    }

    private @Nullable ClusterConfig cluster(Value value) {
        Mapping mapping = value.mapping(KEYS);
        if (mapping == null) {
            return null;
        }
        Value profileValue = mapping.get("profile");
        Profile profile =
                profileValue == null ? null : profileValue.read(Choice.of(Profile.values(), Profile::configName));
        Value proxyValue = mapping.get("proxyProtocol");
        ProxyProtocolConfig proxyProtocol = ProxyProtocolBinder.bind(proxyValue);
        if (profile != null && proxyValue != null) {
            HeaderChecks.check(profile, proxyProtocol, proxyValue);
        }
        return new ClusterConfig(
                value.name(),
                profile,
                BackendsBinder.bind(mapping),
                BalanceBinder.bind(mapping.get("balance")),
                proxyProtocol,
                health(mapping.get("health")),
                EjectionBinder.bind(mapping.get("ejection")),
                value.key(),
                tlsBinder.bind(mapping.get("tls")),
                mapping.read("selfTest", new BooleanReader(), true));
    }

    private static @Nullable HealthConfig health(@Nullable Value value) {
        HealthConfig defaults = HealthConfig.DEFAULTS;
        Mapping mapping = value == null ? null : value.mapping(HEALTH_KEYS);
        if (mapping == null) {
            return null;
        }
        mapping.require("type", Choice.of("tcp"));
        HealthConfig health = new HealthConfig(
                mapping.read("interval", WAIT, defaults.interval()),
                mapping.read("timeout", WAIT, defaults.timeout()),
                mapping.read("rise", TIMES, defaults.rise()),
                mapping.read("fall", TIMES, defaults.fall()));
        if (health.timeout().compareTo(health.interval()) > 0) {
            mapping.report("timeout " + DurationReader.text(health.timeout()) + " is longer than interval "
                    + DurationReader.text(health.interval()) + " (expected: at most as long)");
        }
        return health;
    }
}
