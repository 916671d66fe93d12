package io.mqttproxy.admin;

import io.mqttproxy.admin.AdminApi.Request;
import io.mqttproxy.routing.Cidr;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/refusals}: why clients were refused lately, the latest first. Whoever asks for {@code clientId} or {@code
 * identity} knows the name; the answer has names in a shortened form only. The words of an identity that was refused quote it,
 * so they are left to the access log.
 */
final class RefusalApi {

    private static final List<String> NAMES =
            List.of("reason", "listener", "clientId", "identity", "address", "id", "limit");
    /** Its detail has the value that is not accepted. */
    private static final String NAMES_THE_CLIENT = "identity_rejected";

    private static final int USUAL_LIMIT = 50;
    private static final int MOST = 1_000;

    private final Supplier<List<RefusedClient>> refusals;

    RefusalApi(Supplier<List<RefusedClient>> refusals) {
        this.refusals = refusals;
    }

    AdminAnswer list(Request request) {
        try {
            Map<String, String> asked = QueryTexts.ofQuery(request.query(), NAMES);
            @Nullable Cidr address = ClientFilter.parse(asked).address();
            List<RefusedClient> found = refusals.get().stream()
                    .filter(refused -> matches(refused, asked))
                    .filter(refused -> address == null || address.contains(host(refused.client())))
                    .limit(limit(asked.get("limit")))
                    .toList();
            return request.wantsText()
                    ? AdminAnswer.text(HttpResponseStatus.OK, text(found))
                    : AdminAnswer.json(new JsonObject()
                            .with(
                                    "refusals",
                                    found.stream().map(RefusalApi::json).toList()));
        } catch (ApiException e) {
            return e.answer();
        }
    }

    private static boolean matches(RefusedClient refused, Map<String, String> asked) {
        return is(asked.get("reason"), refused.reason())
                && is(asked.get("listener"), refused.listener())
                && is(asked.get("clientId"), refused.clientId())
                && is(asked.get("identity"), refused.identity())
                && is(asked.get("id"), refused.id());
    }

    private static boolean is(@Nullable String wanted, @Nullable String actual) {
        return wanted == null || Objects.equals(wanted, actual);
    }

    /** Without the port, and without the brackets of IPv6. */
    private static String host(String client) {
        String host = client.substring(0, client.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int limit(@Nullable String text) throws ApiException {
        int limit = text == null ? USUAL_LIMIT : text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw ApiException.badRequest("limit: " + text + " (expected: 1 to " + MOST + ")");
        }
        return limit;
    }

    static JsonObject json(RefusedClient refused) {
        return new JsonObject()
                .with("time", refused.time().toString())
                .with("reason", refused.reason())
                .with("listener", refused.listener())
                .with("client", refused.shownClient())
                .with("clientId", refused.shownClientId())
                .with("identity", refused.shownIdentity())
                .with("id", refused.id())
                .with("detail", detail(refused));
    }

    private static @Nullable String detail(RefusedClient refused) {
        return refused.reason().equals(NAMES_THE_CLIENT) ? null : refused.detail();
    }

    private static String text(List<RefusedClient> found) {
        TextTable table =
                new TextTable("TIME", "REASON", "LISTENER", "CLIENT", "CLIENT ID", "IDENTITY", "ID", "DETAIL");
        for (RefusedClient refused : found) {
            table.row(
                    refused.time().toString(),
                    refused.reason(),
                    refused.listener(),
                    refused.shownClient(),
                    shown(refused.shownClientId()),
                    shown(refused.shownIdentity()),
                    refused.id(),
                    shown(detail(refused)));
        }
        return table.toString();
    }

    private static String shown(@Nullable String text) {
        return text == null ? "-" : JsonText.quote(text);
    }
}
