package io.mqttproxy.admin;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object (RFC 8259) on one line, member by member. Not thread-safe. */
public final class JsonObject {

    private final StringJoiner members = new StringJoiner(",", "{", "}");

    /** Without members. */
    public JsonObject() {}

    /** A text; null is left out. */
    public JsonObject with(String name, @Nullable String text) {
        return text == null ? this : raw(name, JsonText.quote(text));
    }

    /** A number. */
    public JsonObject with(String name, long number) {
        return raw(name, Long.toString(number));
    }

    /** True or false. */
    public JsonObject with(String name, boolean value) {
        return raw(name, Boolean.toString(value));
    }

    /** A time in milliseconds, to the microsecond; null is left out. */
    public JsonObject withMillis(String name, @Nullable Duration time) {
        return time == null ? this : raw(name, Millis.number(time));
    }

    /** A list of objects. */
    public JsonObject with(String name, List<JsonObject> objects) {
        StringJoiner list = new StringJoiner(",", "[", "]");
        objects.forEach(object -> list.add(object.toString()));
        return raw(name, list.toString());
    }

    JsonObject with(String name, JsonObject object) {
        return raw(name, object.toString());
    }

    /** Numbers by name, in alphabetical order. */
    JsonObject with(String name, Map<String, Long> numbers) {
        JsonObject object = new JsonObject();
        new TreeMap<>(numbers).forEach(object::with);
        return with(name, object);
    }

    JsonObject withTexts(String name, Collection<String> texts) {
        StringJoiner list = new StringJoiner(",", "[", "]");
        texts.forEach(text -> list.add(JsonText.quote(text)));
        return raw(name, list.toString());
    }

    JsonObject withNumbers(String name, Collection<Long> numbers) {
        StringJoiner list = new StringJoiner(",", "[", "]");
        numbers.forEach(number -> list.add(number.toString()));
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
