package io.mqttproxy.config;

import io.mqttproxy.config.BalanceConfig.Policy;
import io.mqttproxy.routing.HashKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a cluster's section {@code balance}: the name of a policy, or a mapping. */
final class BalanceBinder {
    static final List<String> KEYS = List.of("policy", "key", "boundedLoad", "slowStart", "panicThreshold", "zone");

    private static final Choice<Policy> POLICIES = Choice.of(Policy.values(), Policy::configName);
    private static final Choice<HashKey.Part> KEY_PARTS = Choice.of(HashKey.Part.values(), HashKey.Part::configName);
    private static final PercentReader THRESHOLD = new PercentReader(0, 100);
    private static final OrOffReader<Duration> SLOW_START =
            new OrOffReader<>(new DurationReader(Duration.ofMillis(100), Duration.ofHours(24)));

    private BalanceBinder() {}

    static BalanceConfig bind(@Nullable Value value) {
        if (value != null && value.isText()) {
            Policy policy = value.read(POLICIES);
            return policy == null ? BalanceConfig.DEFAULTS : BalanceConfig.of(policy);
        }
        Mapping mapping = value == null ? null : value.mapping(KEYS);
        return mapping == null ? BalanceConfig.DEFAULTS : mapping(mapping);
    }

    private static BalanceConfig mapping(Mapping mapping) {
        BalanceConfig defaults = BalanceConfig.DEFAULTS;
        Policy policy = mapping.require("policy", POLICIES);
        BalanceConfig balance = new BalanceConfig(
                policy == null ? defaults.policy() : policy,
                key(mapping.get("key"), defaults.key()),
                mapping.read("boundedLoad", new BoundedLoadReader(), defaults.boundedLoad()),
                mapping.read("slowStart", SLOW_START, Optional.<Duration>empty())
                        .orElse(Duration.ZERO),
                mapping.read("panicThreshold", THRESHOLD, defaults.panicThreshold()),
                mapping.read("zone", new NameReader(), defaults.zone()));
        if (policy != null) {
            check(policy, mapping);
        }
        return balance;
    }

    private static void check(Policy policy, Mapping mapping) {
        if (policy.hashes()) {
            refuse(
                    mapping,
                    "zone",
                    "would make a client's backend depend on the proxy that it came by, with policy "
                            + policy.configName() + " (expected: another policy, or no zone)");
            return;
        }
        for (String key : List.of("key", "boundedLoad")) {
            refuse(
                    mapping,
                    key,
                    "does nothing with policy " + policy.configName()
                            + " (expected: policy rendezvous or maglev, or no " + key + ")");
        }
    }

    private static void refuse(Mapping mapping, String key, String message) {
        Value value = mapping.get(key);
        if (value != null) {
            mapping.reading().problems().add(value.key(), message);
        }
    }

    /** One word or a list of them. */
    private static HashKey key(@Nullable Value value, HashKey otherwise) {
        if (value == null) {
            return otherwise;
        }
        List<HashKey.Part> parts = new ArrayList<>();
        List<Value> values = value.isList() ? value.list("key") : List.of(value);
        for (Value each : values) {
            HashKey.Part part = each.read(KEY_PARTS);
            if (part != null && parts.contains(part)) {
                each.report(part.configName() + " a second time (expected: each once)");
            } else if (part != null) {
                parts.add(part);
            }
        }
        return parts.isEmpty() ? otherwise : new HashKey(parts);
    }
}
