package io.mqttproxy.config;

import io.mqttproxy.identity.Template;
import io.mqttproxy.routing.Targets;
import io.mqttproxy.routing.TextPattern;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A configuration for people and tools: every value that is in effect, defaults included, and no secret.
 *
 * <p>Follows the records by their components, so that a new key is shown without a line here. What it does not know it
 * shows by its {@code toString}, which no secret may be in anyway. The same configuration looks the same in every process.
 */
public final class ShownConfig {

    private ShownConfig() {}

    /** Texts, numbers, booleans, nulls, lists and maps. */
    public static Map<String, Object> of(ProxyConfig config) {
        Map<String, Object> shown = record(config);
        shown.put("routes", config.routes().stream().map(ShownConfig::route).toList());
        return shown;
    }

    private static Map<String, Object> route(RouteConfig route) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("when", value(route.route().when()));
        shown.put("to", route.route().to().toString());
        return shown;
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof Double number && number.isInfinite()) {
            return "off"; // no bound: the word of the file, and JSON has none
        }
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return value;
        }
        if (value instanceof Secret
                || value instanceof PasswordSource.Fixed
                || value instanceof PasswordSource.Rendered) {
            return Secret.HIDDEN;
        }
        if (value instanceof FileRef file) {
            return file.configured();
        }
        if (value instanceof Duration duration) {
            return text(duration);
        }
        if (value instanceof Enum<?> word) {
            return text(word);
        }
        if (value instanceof Map<?, ?> map) {
            return map(map);
        }
        if (value instanceof Set<?> set) {
            return set.stream()
                    .map(item -> String.valueOf(value(item)))
                    .sorted()
                    .toList();
        }
        if (value instanceof Collection<?> collection) {
            List<@Nullable Object> list = new ArrayList<>();
            collection.forEach(item -> list.add(value(item)));
            return list;
        }
        return isText(value) ? value.toString() : record(value);
    }

    private static boolean isText(Object value) {
        return !value.getClass().isRecord()
                || value instanceof Rate
                || value instanceof BindAddress
                || value instanceof Template
                || value instanceof TextPattern
                || value instanceof Targets;
    }

    private static Map<String, Object> map(Map<?, ?> map) {
        Map<String, Object> shown = new TreeMap<>();
        map.forEach((key, item) -> shown.put(String.valueOf(value(key)), value(item)));
        return shown;
    }

    private static Map<String, Object> record(Object record) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (component.getType() != Source.class && component.getType() != Places.class) {
                shown.put(component.getName(), value(read(component, record)));
            }
        }
        return shown;
    }

    private static @Nullable Object read(RecordComponent component, Object record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " (expected: a component that can be read)", e);
        }
    }

    /** The word in the file, where it has one. */
    private static String text(Enum<?> word) {
        try {
            Method name = word.getDeclaringClass().getMethod("configName");
            name.setAccessible(true);
            return String.valueOf(name.invoke(word));
        } catch (ReflectiveOperationException e) {
            return word.name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code 1m30s}, as in the file. */
    private static String text(Duration duration) {
        StringBuilder text = new StringBuilder();
        append(text, duration.toHours(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
