package io.mqttproxy.admin;

import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object (RFC 8259), member by member. */
final class JsonObject {

    private final StringJoiner members = new StringJoiner(",", "{", "}");

    /** A text; null is left out. */
    JsonObject with(String name, @Nullable String text) {
        return text == null ? this : raw(name, JsonText.quote(text));
    }

    JsonObject with(String name, long number) {
        return raw(name, Long.toString(number));
    }

    JsonObject with(String name, boolean value) {
        return raw(name, Boolean.toString(value));
    }

    JsonObject with(String name, List<JsonObject> objects) {
        StringJoiner list = new StringJoiner(",", "[", "]");
        objects.forEach(object -> list.add(object.toString()));
        return raw(name, list.toString());
    }

    private JsonObject raw(String name, String json) {
        members.add(JsonText.quote(name) + ":" + json);
        return this;
    }

    @Override
    public String toString() {
        return members.toString();
    }
}
