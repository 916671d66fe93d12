package io.mqttproxy.admin;

import io.mqttproxy.admin.AdminApi.Request;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/hash?clientId=X}, or {@code identity}, {@code username}, {@code address}: what a log has for it. */
final class HashApi {

    private final HashView names;

    HashApi(HashView names) {
        this.names = names;
    }

    AdminAnswer hash(Request request) {
        try {
            Map<String, String> asked = QueryTexts.ofQuery(request.query(), HashView.FIELDS);
            if (asked.size() != 1) {
                throw ApiException.badRequest(
                        asked.size() + " parameters (expected: one of " + String.join(", ", HashView.FIELDS) + ")");
            }
            Map.Entry<String, String> one = asked.entrySet().iterator().next();
            String hash = hash(one.getKey(), one.getValue());
            return request.wantsText()
                    ? AdminAnswer.text(HttpResponseStatus.OK, hash + "\n")
                    : AdminAnswer.json(new JsonObject().with("hash", hash));
        } catch (ApiException e) {
            return e.answer();
        }
    }

    private String hash(String field, String text) throws ApiException {
        try {
            @Nullable String hash = names.hash(field, text);
            if (hash == null) {
                throw ApiException.conflict(field + ": written as it is (expected: a field of logging.hash.fields)");
            }
            return hash;
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
