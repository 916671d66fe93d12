package io.mqttproxy.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a listener's sections {@code limits} and {@code timeouts}. */
final class LimitsBinder {
    static final List<String> LIMIT_KEYS = List.of(
            "connections",
            "perSource",
            "handshakes",
            "connectSize",
            "clientIdSize",
            "usernameSize",
            "passwordSize",
            "willSize");
    static final List<String> TIMEOUT_KEYS = List.of("handshake", "connect", "backend", "idleFactor");

    private static final IntegerReader CONNECTIONS = new IntegerReader(1, 10_000_000);
    private static final int SMALLEST_CONNECT = 64;
    private static final int LARGEST_CONNECT = 16 * 1024 * 1024;
    private static final OrOffReader<Integer> FIELD = new OrOffReader<>(new SizeReader(1, FieldSizes.ANY));
    private static final DurationReader WAIT = new DurationReader(Duration.ofMillis(1), Duration.ofHours(1));

    private LimitsBinder() {}

    static LimitsConfig limits(@Nullable Value value) {
        LimitsConfig defaults = LimitsConfig.DEFAULTS;
        Mapping mapping = value == null ? null : value.mapping(LIMIT_KEYS);
        if (mapping == null) {
            return defaults;
        }
        return new LimitsConfig(
                mapping.read("connections", CONNECTIONS, defaults.connections()),
                mapping.read("perSource", CONNECTIONS, defaults.perSource()),
                mapping.read(
                                "handshakes",
                                new OrOffReader<>(new RateReader()),
                                Optional.ofNullable(defaults.handshakes()))
                        .orElse(null),
                mapping.read("connectSize", new SizeReader(SMALLEST_CONNECT, LARGEST_CONNECT), defaults.connectSize()),
                fields(mapping));
    }

    private static FieldSizes fields(Mapping mapping) {
        return new FieldSizes(
                fieldSize(mapping, "clientIdSize"),
                fieldSize(mapping, "usernameSize"),
                fieldSize(mapping, "passwordSize"),
                fieldSize(mapping, "willSize"));
    }

    private static int fieldSize(Mapping mapping, String key) {
        return mapping.read(key, FIELD, Optional.empty()).orElse(FieldSizes.ANY);
    }

    static TimeoutsConfig timeouts(@Nullable Value value) {
        TimeoutsConfig defaults = TimeoutsConfig.DEFAULTS;
        Mapping mapping = value == null ? null : value.mapping(TIMEOUT_KEYS);
        if (mapping == null) {
            return defaults;
        }
        return new TimeoutsConfig(
                mapping.read("handshake", WAIT, defaults.handshake()),
                mapping.read("connect", WAIT, defaults.connect()),
                mapping.read("backend", WAIT, defaults.backend()),
                mapping.read("idleFactor", new DecimalReader(1, 100), defaults.idleFactor()));
    }
}
