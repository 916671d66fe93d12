package io.mqttproxy;

import io.mqttproxy.admin.JsonText;
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

    String json() {
        return members.toString();
    }
}
