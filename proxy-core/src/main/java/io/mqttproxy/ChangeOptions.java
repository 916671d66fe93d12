package io.mqttproxy;

import io.mqttproxy.admin.JsonText;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The body of a change: a JSON object of those options that were given. */
final class ChangeOptions {

    private final StringJoiner members = new StringJoiner(",", "{", "}");

    ChangeOptions with(String name, @Nullable String value) {
        if (value != null) {
            members.add(JsonText.quote(name) + ":" + JsonText.quote(value));
        }
        return this;
    }

    ChangeOptions with(String name, @Nullable List<String> values) {
        if (values != null) {
            StringJoiner list = new StringJoiner(",", "[", "]");
            values.stream().filter(value -> !value.isEmpty()).forEach(value -> list.add(JsonText.quote(value)));
            members.add(JsonText.quote(name) + ":" + list);
        }
        return this;
    }

    String json() {
        return members.toString();
    }
}
