package io.mqttproxy;

import io.mqttproxy.admin.JsonText;
import io.mqttproxy.config.Problem;
import io.mqttproxy.config.Source;
import java.util.List;
import java.util.StringJoiner;

/** An object in JSON (RFC 8259) on one line, for programs that read what commands print. Not thread-safe. */
final class JsonObject {
    private final StringJoiner members = new StringJoiner(", ", "{", "}");

    JsonObject text(String key, String value) {
        return raw(key, JsonText.quote(value));
    }

    JsonObject number(String key, long value) {
        return raw(key, Long.toString(value));
    }

    JsonObject flag(String key, boolean value) {
        return raw(key, Boolean.toString(value));
    }

    JsonObject list(String key, List<JsonObject> values) {
        StringJoiner items = new StringJoiner(", ", "[", "]");
        values.forEach(value -> items.add(value.toString()));
        return raw(key, items.toString());
    }

    /** File, line, column, path and message. */
    static JsonObject of(Problem problem) {
        Source at = problem.source();
        return new JsonObject()
                .text("file", at.file())
                .number("line", at.line())
                .number("column", at.column())
                .text("path", at.path())
                .text("message", problem.message());
    }

    private JsonObject raw(String key, String value) {
        members.add(JsonText.quote(key) + ": " + value);
        return this;
    }

    @Override
    public String toString() {
        return members.toString();
    }
}
