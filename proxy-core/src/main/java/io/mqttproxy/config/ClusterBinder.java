package io.mqttproxy.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code clusters}. */
final class ClusterBinder {
    static final List<String> KEYS =
            List.of("profile", "backends", "balance", "proxyProtocol", "tls", "health", "selfTest");
    static final List<String> BALANCE_KEYS = List.of("policy", "key");
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
                balance(mapping.get("balance")),
                proxyProtocol,
                health(mapping.get("health")),
                value.key(),
                tlsBinder.bind(mapping.get("tls")),
                mapping.read("selfTest", new BooleanReader(), true));
    }

    private static BalanceConfig balance(@Nullable Value value) {
        BalanceConfig defaults = BalanceConfig.DEFAULTS;
        Choice<BalanceConfig.Policy> policies =
                Choice.of(BalanceConfig.Policy.values(), BalanceConfig.Policy::configName);
        if (value != null && value.isText()) {
            BalanceConfig.Policy policy = value.read(policies);
            return policy == null ? defaults : new BalanceConfig(policy, defaults.key());
        }
        Mapping mapping = value == null ? null : value.mapping(BALANCE_KEYS);
        if (mapping == null) {
            return defaults;
        }
        BalanceConfig.Policy policy = mapping.require("policy", policies);
        BalanceConfig.Key key = mapping.read(
                "key", Choice.of(BalanceConfig.Key.values(), BalanceConfig.Key::configName), defaults.key());
        Value keyValue = mapping.get("key");
        if (policy != null && policy != BalanceConfig.Policy.RENDEZVOUS && keyValue != null) {
            mapping.reading()
                    .problems()
                    .add(
                            keyValue.key(),
                            "does nothing with policy " + policy.configName()
                                    + " (expected: policy rendezvous, or no key)");
        }
        return policy == null ? defaults : new BalanceConfig(policy, key);
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
