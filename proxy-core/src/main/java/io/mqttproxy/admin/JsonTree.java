package io.mqttproxy.admin;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Writes values as JSON (RFC 8259). */
public final class JsonTree {

    private JsonTree() {}

    /**
     * The text of a value, without white space.
     *
     * @param value null, a text, a number, a boolean, a list of such values, or a map of such values by texts
     * @throws IllegalArgumentException when it is anything else
     */
    public static String write(@Nullable Object value) {
        if (value instanceof Double number && !Double.isFinite(number)) {
            throw new IllegalArgumentException(number + " (expected: a finite number)");
        }
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return String.valueOf(value);
        }
        if (value instanceof String text) {
            return JsonText.quote(text);
        }
        if (value instanceof List<?> list) {
            StringJoiner items = new StringJoiner(",", "[", "]");
            list.forEach(item -> items.add(write(item)));
            return items.toString();
        }
        if (value instanceof Map<?, ?> map) {
            StringJoiner members = new StringJoiner(",", "{", "}");
            map.forEach((key, member) -> members.add(JsonText.quote(String.valueOf(key)) + ":" + write(member)));
            return members.toString();
        }
        throw new IllegalArgumentException(
                value.getClass().getName() + " (expected: a text, a number, a boolean, a list or a map)");
    }
}
