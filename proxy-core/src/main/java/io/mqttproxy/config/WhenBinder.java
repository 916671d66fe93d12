package io.mqttproxy.config;

import io.mqttproxy.routing.Cidr;
import io.mqttproxy.routing.Condition;
import io.mqttproxy.routing.Condition.KeepAliveCondition;
import io.mqttproxy.routing.Condition.SourceCondition;
import io.mqttproxy.routing.Condition.VersionCondition;
import io.mqttproxy.routing.Conditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the conditions of a route. */
final class WhenBinder {
    static final List<String> KEYS = List.of(
            "listener",
            "sni",
            "alpn",
            "clientId",
            "username",
            "identity",
            "issuer",
            "mqttVersion",
            "source",
            "keepAlive");
    static final List<String> TEXT_KEYS = List.of("regex");
    static final List<String> KEEP_ALIVE_KEYS = List.of("min", "max");

    private static final List<String> TEXTS =
            List.of("listener", "sni", "alpn", "clientId", "username", "identity", "issuer");
    private static final TextRule GLOB = TextRule.visible("a text in which * stands for any characters");
    private static final TextRule REGEX =
            TextRule.visible("a regular expression for the whole text, such as sensor-[0-9]+");

    private WhenBinder() {}

    /** The conditions; those with problems are missing. */
    static List<Condition> bind(Value when) {
        int problems = when.reading().problems().count();
        Mapping mapping = when.mapping(KEYS);
        if (mapping == null) {
            return List.of();
        }
        if (KEYS.stream().noneMatch(mapping::has) && when.reading().problems().count() == problems) {
            when.report("no condition (expected: at least one, or no when)");
        }
        List<Condition> conditions = new ArrayList<>();
        for (String key : KEYS) {
            Value value = mapping.get(key);
            Condition condition = value == null ? null : condition(key, value);
            if (condition != null) {
                conditions.add(condition);
            }
        }
        return List.copyOf(conditions);
    }

    private static @Nullable Condition condition(String key, Value value) {
        if (TEXTS.contains(key)) {
            return text(key, value);
        }
        return switch (key) {
            case "mqttVersion" -> value.read(new MqttVersionReader());
            case "source" -> {
                String block = value.read(new CidrReader());
                yield block == null ? null : new SourceCondition(Cidr.parse(block));
            }
            default -> keepAlive(value);
        };
    }

    private static @Nullable Condition text(String key, Value value) {
        if (!value.isMapping()) {
            String glob = value.read(GLOB);
            return glob == null ? null : Conditions.parse(key, glob);
        }
        Mapping mapping = value.mapping(TEXT_KEYS);
        Value regex = mapping == null ? null : mapping.require("regex", REGEX.expected());
        String expression = regex == null ? null : regex.read(REGEX);
        if (regex == null || expression == null) {
            return null;
        }
        try {
            return Conditions.parseRegex(key, expression);
        } catch (IllegalArgumentException e) {
            String problem = "not a regular expression that takes linear time: " + e.getMessage();
            regex.report(problem.contains("(expected: ") ? problem : problem + " (expected: " + REGEX.expected() + ")");
            return null;
        }
    }

    private static @Nullable Condition keepAlive(Value value) {
        Mapping mapping = value.mapping(KEEP_ALIVE_KEYS);
        if (mapping == null) {
            return null;
        }
        if (KEEP_ALIVE_KEYS.stream().noneMatch(mapping::has)) {
            value.report("neither min nor max (expected: one of them or both)");
            return null;
        }
        int min = mapping.read("min", new SecondsReader(), 0);
        int max = mapping.read("max", new SecondsReader(), KeepAliveCondition.NO_LIMIT);
        if (min > max) {
            mapping.report("min " + min + "s is longer than max " + max + "s (expected: at most as long)");
            return null;
        }
        return new KeepAliveCondition(min, max);
    }

    /** What people call a version, or its protocol level. */
    private static final class MqttVersionReader implements TextReader<VersionCondition> {
        @Override
        public VersionCondition read(String text) throws BadValue {
            return switch (text) {
                case "3", "3.1" -> new VersionCondition(3);
                case "4", "3.1.1" -> new VersionCondition(4);
                case "5", "5.0" -> new VersionCondition(5);
                default -> throw BadValue.plain();
            };
        }

        @Override
        public String expected() {
            return "3.1, 3.1.1 or 5";
        }
    }

    /** What a CONNECT can say: whole seconds in two bytes (MQTT 5 section 3.1.2.10). */
    private static final class SecondsReader implements TextReader<Integer> {
        private static final DurationReader DURATION =
                new DurationReader(Duration.ofSeconds(1), Duration.ofSeconds(65_535));

        @Override
        public Integer read(String text) throws BadValue {
            Duration duration = DURATION.read(text);
            if (duration.toMillis() % 1000 != 0) {
                throw BadValue.expected("whole seconds");
            }
            return (int) duration.toSeconds();
        }

        @Override
        public String expected() {
            return DURATION.expected();
        }
    }
}
