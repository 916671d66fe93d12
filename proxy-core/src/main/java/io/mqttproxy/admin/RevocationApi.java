package io.mqttproxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/revocations}, {@code /api/v1/revoke} and {@code /api/v1/restore}.
 *
 * <p>A request names one property of a certificate: <code>{"serial": "0a1b"}</code>.
 */
final class RevocationApi {

    private final RevocationView view;

    RevocationApi(RevocationView view) {
        this.view = view;
    }

    AdminAnswer list() {
        StringJoiner properties = new StringJoiner(",", "{", "}\n");
        view.list().forEach((property, values) -> {
            StringJoiner list = new StringJoiner(",", "\"" + property + "\":[", "]");
            values.forEach(value -> list.add(JsonText.quote(value)));
            properties.add(list.toString());
        });
        return AdminAnswer.json(HttpResponseStatus.OK, properties.toString());
    }

    CompletionStage<AdminAnswer> revoke(String body) {
        Map.@Nullable Entry<String, String> named = named(body);
        if (named == null) {
            return CompletableFuture.completedFuture(malformed());
        }
        return Later.answer(
                view.revoke(named.getKey(), named.getValue()),
                ending -> AdminAnswer.json(HttpResponseStatus.OK, "{\"revoked\":true,\"ending\":" + ending + "}\n"));
    }

    AdminAnswer restore(String body) {
        Map.@Nullable Entry<String, String> named = named(body);
        if (named == null) {
            return malformed();
        }
        boolean restored = view.restore(named.getKey(), named.getValue());
        return AdminAnswer.json(HttpResponseStatus.OK, "{\"restored\":" + restored + "}\n");
    }

    private AdminAnswer malformed() {
        return AdminAnswer.error(
                HttpResponseStatus.BAD_REQUEST,
                "the body names no property (expected: a JSON object with one text, its key one of "
                        + String.join(", ", view.list().keySet()) + ")");
    }

    private Map.@Nullable Entry<String, String> named(String body) {
        @Nullable Map<String, String> texts = RequestBody.texts(body);
        if (texts == null || texts.size() != 1) {
            return null;
        }
        Map.Entry<String, String> entry = texts.entrySet().iterator().next();
        return !entry.getValue().isEmpty() && view.list().containsKey(entry.getKey()) ? entry : null;
    }
}
