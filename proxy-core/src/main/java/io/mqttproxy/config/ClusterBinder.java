package io.mqttproxy.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code clusters}. */
final class ClusterBinder {
    static final List<String> KEYS = List.of(
            "profile",
            "backends",
            "balance",
            "proxyProtocol",
            "tls",
            "health",
            "ejection",
            "selfTest",
            "discovery",
            "stormLimit",
            "redirect");

    private static final OrOffReader<Rate> RATE = new OrOffReader<>(new RateReader());

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
                backends(mapping),
                BalanceBinder.bind(mapping.get("balance")),
                proxyProtocol,
                HealthBinder.bind(mapping.get("health"), proxyProtocol),
                EjectionBinder.bind(mapping.get("ejection")),
                value.key(),
                tlsBinder.bind(mapping.get("tls")),
                mapping.read("selfTest", new BooleanReader(), true),
                DiscoveryBinder.bind(mapping.get("discovery")),
                mapping.read("stormLimit", RATE, Optional.<Rate>empty()).orElse(null),
                RedirectBinder.bind(mapping.get("redirect")));
    }

    /** May be missing where others are looked up. */
    private static List<BackendConfig> backends(Mapping mapping) {
        Value list = mapping.get("backends");
        if (list == null && mapping.has("discovery")) {
            return List.of();
        }
        return list == null ? BackendsBinder.bind(mapping) : BackendsBinder.bind(list);
    }
}
