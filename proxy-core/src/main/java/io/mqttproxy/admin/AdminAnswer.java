package io.mqttproxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * What a request is answered with.
 *
 * @param body sent as UTF-8
 */
record AdminAnswer(HttpResponseStatus status, String contentType, String body) {

    static AdminAnswer text(HttpResponseStatus status, String text) {
        return new AdminAnswer(status, "text/plain; charset=utf-8", text);
    }

    static AdminAnswer json(HttpResponseStatus status, String json) {
        return new AdminAnswer(status, "application/json", json);
    }

    /** A refusal of the API. */
    static AdminAnswer error(HttpResponseStatus status, String message) {
        return json(status, new JsonObject().with("error", message) + "\n");
    }
}
