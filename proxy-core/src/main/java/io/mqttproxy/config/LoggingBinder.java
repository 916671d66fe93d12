package io.mqttproxy.config;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code logging}. */
final class LoggingBinder {
    static final List<String> KEYS = List.of("format", "access", "connected", "sampling", "hash", "traces");
    static final List<String> SAMPLING_KEYS = List.of("refused", "disconnected", "connected", "repeated", "summary");

    static final List<String> HASH_KEYS = List.of("fields", "key");

    private static final Choice<HashedField> FIELDS = Choice.of(HashedField.values(), HashedField::configName);
    private static final Choice<LoggingConfig.Format> FORMATS =
            Choice.of(LoggingConfig.Format.values(), LoggingConfig.Format::configName);
    private static final OrOffReader<Rate> RATE = new OrOffReader<>(new RateReader());
    private static final DurationReader SUMMARY = new DurationReader(Duration.ofSeconds(1), Duration.ofHours(1));

    private LoggingBinder() {}

    static LoggingConfig bind(@Nullable Value value) {
        LoggingConfig defaults = LoggingConfig.DEFAULTS;
        Mapping mapping = value == null ? null : value.mapping(KEYS);
        if (mapping == null) {
            return defaults;
        }
        return new LoggingConfig(
                mapping.read("format", FORMATS, defaults.format()),
                access(mapping.get("access"), defaults.access()),
                mapping.read("connected", new BooleanReader(), defaults.connected()),
                sampling(mapping.get("sampling")),
                hash(mapping.get("hash")),
                TracesBinder.bind(mapping.get("traces")));
    }

    private static AccessLog access(@Nullable Value value, AccessLog otherwise) {
        AccessLog log = value == null ? null : value.read(new AccessLogReader(value.reading(), value.source()));
        return log == null ? otherwise : log;
    }

    private static SamplingConfig sampling(@Nullable Value value) {
        SamplingConfig defaults = SamplingConfig.DEFAULTS;
        Mapping mapping = value == null ? null : value.mapping(SAMPLING_KEYS);
        if (mapping == null) {
            return defaults;
        }
        return new SamplingConfig(
                rate(mapping, "refused", defaults.refused()),
                rate(mapping, "disconnected", defaults.disconnected()),
                rate(mapping, "connected", defaults.connected()),
                rate(mapping, "repeated", defaults.repeated()),
                mapping.read("summary", SUMMARY, defaults.summary()));
    }

    private static @Nullable Rate rate(Mapping mapping, String key, @Nullable Rate otherwise) {
        return mapping.read(key, RATE, Optional.ofNullable(otherwise)).orElse(null);
    }

    private static @Nullable HashConfig hash(@Nullable Value value) {
        Mapping mapping = value == null ? null : value.mapping(HASH_KEYS);
        if (mapping == null) {
            return null;
        }
        Value fields = mapping.require("fields", "a list of " + FIELDS.expected());
        Value key = mapping.get("key");
        Secret secret = key == null ? null : SecretBinder.bind(key);
        return fields == null ? null : new HashConfig(each(fields.list("field")), secret);
    }

    /** Each at most once. */
    private static Set<HashedField> each(List<Value> values) {
        Set<HashedField> fields = EnumSet.noneOf(HashedField.class);
        for (Value value : values) {
            HashedField field = value.read(FIELDS);
            if (field != null && !fields.add(field)) {
                value.reportUnexpected("each at most once");
            }
        }
        return fields;
    }
}
