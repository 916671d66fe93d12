package io.mqttproxy.admin;

import io.mqttproxy.json.JsonException;
import io.mqttproxy.json.JsonReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request: a JSON object. */
final class RequestBody {

    private RequestBody() {}

    /** Members that are texts, in their order, none for no body at all; null when the body is anything else. */
    static @Nullable Map<String, String> texts(String body) {
        @Nullable Map<String, @Nullable Object> members = members(body);
        if (members == null) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> member : members.entrySet()) {
            if (!(member.getValue() instanceof String text)) {
                return null;
            }
            texts.put(member.getKey(), text);
        }
        return texts;
    }

    /**
     * The members in their order, none for no body at all: texts, numbers, lists, maps and nulls. Null when the body is anything else.
     */
    static @Nullable Map<String, @Nullable Object> members(String body) {
        if (body.isBlank()) {
            return Map.of();
        }
        try {
            return JsonReader.read(body).value() instanceof Map<?, ?> map ? members(map) : null;
        } catch (JsonException e) {
            return null;
        }
    }

    private static @Nullable Map<String, @Nullable Object> members(Map<?, ?> map) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                return null;
            }
            members.put(name, entry.getValue());
        }
        return members;
    }
}
