package io.mqttproxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param body sent as UTF-8
 * @param headers more headers, by name
 */
record AdminAnswer(HttpResponseStatus status, String contentType, String body, Map<String, String> headers) {

    AdminAnswer(HttpResponseStatus status, String contentType, String body) {
        this(status, contentType, body, Map.of());
    }

    static AdminAnswer text(HttpResponseStatus status, String text) {
        return new AdminAnswer(status, "text/plain; charset=utf-8", text);
    }

    static AdminAnswer json(HttpResponseStatus status, String json) {
        return new AdminAnswer(status, "application/json", json);
    }

    /** An object and a line feed. */
    static AdminAnswer json(JsonObject object) {
        return json(HttpResponseStatus.OK, object + "\n");
    }

    /** A refusal of the API. */
    static AdminAnswer error(HttpResponseStatus status, String message) {
        return json(status, new JsonObject().with("error", message) + "\n");
    }
}
