package io.mqttproxy.config;

import io.mqttproxy.config.HealthCheck.Account;
import io.mqttproxy.config.HealthCheck.StatusCodes;
import io.mqttproxy.config.HealthConfig.WhenDown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a cluster's section {@code health}. */
final class HealthBinder {
    static final List<String> KEYS = List.of(
            "type",
            "interval",
            "timeout",
            "rise",
            "fall",
            "whenDown",
            "username",
            "password",
            "clientId",
            "verified",
            "port",
            "path",
            "expect");

    private static final String TCP = "tcp";
    private static final String MQTT = "mqtt";
    private static final String HTTP = "http";

    /** Keys that mean something to some types only. */
    private static final Map<String, List<String>> TYPES_OF = Map.of(
            "username", List.of(MQTT, HTTP),
            "password", List.of(MQTT, HTTP),
            "clientId", List.of(MQTT),
            "verified", List.of(MQTT),
            "port", List.of(HTTP),
            "path", List.of(HTTP),
            "expect", List.of(HTTP));

    private static final DurationReader WAIT = new DurationReader(Duration.ofMillis(10), Duration.ofHours(1));
    private static final Choice<WhenDown> WHEN_DOWN = Choice.of(WhenDown.values(), WhenDown::configName);
    private static final IntegerReader TIMES = new IntegerReader(1, 100);
    private static final IntegerReader PORT = new IntegerReader(1, 65_535);
    private static final int LONGEST_PREFIX = 64;
    private static final int LONGEST_NAME = 1_024;
    private static final TextRule USERNAME = new TextRule(
            text -> text.length() <= LONGEST_NAME, "a user name of at most " + LONGEST_NAME + " characters");
    private static final TextRule PREFIX = new TextRule(
            text -> text.length() <= LONGEST_PREFIX, "at most " + LONGEST_PREFIX + " characters, more are put behind");
    private static final TextRule PATH = new TextRule(
            text -> text.startsWith("/") && text.chars().allMatch(c -> c > ' ' && c <= '~' && c != '#'),
            "a path such as /status, without spaces");

    private HealthBinder() {}

    /**
     * @param header the PROXY header of the same cluster
     */
    static @Nullable HealthConfig bind(@Nullable Value value, ProxyProtocolConfig header) {
        HealthConfig defaults = HealthConfig.DEFAULTS;
        Mapping mapping = value == null ? null : value.mapping(KEYS);
        if (mapping == null) {
            return null;
        }
        String type = mapping.require("type", Choice.of(TCP, MQTT, HTTP));
        HealthCheck check = type == null ? defaults.check() : check(type, mapping);
        HealthConfig health = new HealthConfig(
                check,
                mapping.read("interval", WAIT, defaults.interval()),
                mapping.read("timeout", WAIT, defaults.timeout()),
                mapping.read("rise", TIMES, defaults.rise()),
                mapping.read("fall", TIMES, defaults.fall()),
                mapping.read("whenDown", WHEN_DOWN, defaults.whenDown()));
        if (health.timeout().compareTo(health.interval()) > 0) {
            mapping.report("timeout " + DurationReader.text(health.timeout()) + " is longer than interval "
                    + DurationReader.text(health.interval()) + " (expected: at most as long)");
        }
        if (check instanceof HealthCheck.Mqtt mqtt
                && mqtt.verified()
                && header.version() != ProxyProtocolConfig.Version.V2) {
            mapping.report("verified: true has no header to be said in (expected: proxyProtocol: v2, or no verified)");
        }
        return health;
    }

    private static HealthCheck check(String type, Mapping mapping) {
        TYPES_OF.forEach((key, types) -> {
            if (!types.contains(type)) {
                refuse(key, types, type, mapping);
            }
        });
        return switch (type) {
            case MQTT ->
                new HealthCheck.Mqtt(
                        account(mapping),
                        mapping.read("clientId", PREFIX, ""),
                        mapping.read("verified", new BooleanReader(), false));
            case HTTP -> http(mapping);
            default -> new HealthCheck.Tcp();
        };
    }

    private static HealthCheck http(Mapping mapping) {
        Integer port = mapping.require("port", PORT);
        String path = mapping.require("path", PATH);
        StatusCodes expect = mapping.read("expect", new StatusCodesReader(), StatusCodes.SUCCESS);
        return port == null || path == null
                ? HealthConfig.DEFAULTS.check() // reported
                : new HealthCheck.Http(account(mapping), port, path, expect);
    }

    private static @Nullable Account account(Mapping mapping) {
        Value name = mapping.get("username");
        Value secret = mapping.get("password");
        if (name == null && secret == null) {
            return null;
        }
        if (name == null || secret == null) {
            mapping.report((name == null ? "password without username" : "username without password")
                    + " (expected: both or none)");
            return null;
        }
        String username = name.read(USERNAME);
        Secret password = SecretBinder.bind(secret);
        return username == null || password == null ? null : new Account(username, password);
    }

    private static void refuse(String key, List<String> types, String type, Mapping mapping) {
        Value value = mapping.get(key);
        if (value != null) {
            mapping.reading()
                    .problems()
                    .add(
                            value.key(),
                            "does nothing with type " + type + " (expected: type " + String.join(" or ", types)
                                    + ", or no " + key + ")");
        }
    }
}
