package io.mqttproxy.json;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of JSON, or none. What is not there, or of another kind, reads as nothing: readers ask for what they need and check
 * that.
 *
 * @param value a Map, a List, a String, a Double, a Boolean, or null
 */
public record JsonValue(@Nullable Object value) {

    private static final JsonValue NONE = new JsonValue(null);

    /** A member of an object. */
    public JsonValue get(String name) {
        return value instanceof Map<?, ?> members ? new JsonValue(members.get(name)) : NONE;
    }

    /** The items of an array. */
    public List<JsonValue> items() {
        return value instanceof List<?> items
                ? items.stream().map(JsonValue::new).toList()
                : List.of();
    }

    /** A text; empty when it is none. */
    public String text() {
        return value instanceof String text ? text : "";
    }

    /** A whole number of at least 0; -1 when it is none. */
    public int number() {
        return value instanceof Double number
                        && number >= 0
                        && number == Math.rint(number)
                        && number <= Integer.MAX_VALUE
                ? number.intValue()
                : -1;
    }

    /** Whether it is {@code false}, and not merely missing. */
    public boolean isFalse() {
        return Boolean.FALSE.equals(value);
    }
}
