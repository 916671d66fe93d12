package io.mqttproxy.admin;

import io.mqttproxy.admin.AdminApi.Request;
import io.mqttproxy.admin.ClientControl.Client;
import io.mqttproxy.admin.ClientControl.Page;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/sessions} and {@code POST /api/v1/sessions/disconnect}.
 *
 * <p>Both take the properties of {@link ClientFilter}; in a client identifier and an identity {@code *} stands for any run of
 * characters. A disconnect needs at least one: ending all connections by forgetting an argument must not be possible.
 */
final class ClientApi {

    private static final String AFTER = "after";
    private static final String LIMIT = "limit";
    private static final String PACE = "pace";
    private static final int USUAL_LIMIT = 100;
    private static final int MOST = 1_000;
    private static final List<String> LISTING =
            Stream.concat(ClientFilter.NAMES.stream(), Stream.of(AFTER, LIMIT)).toList();
    private static final List<String> ENDING =
            Stream.concat(ClientFilter.NAMES.stream(), Stream.of(PACE)).toList();

    private final ClientControl control;
    private final IntSupplier usualPace;

    /** @param usualPace how many connections a second are ended when nobody says it */
    ClientApi(ClientControl control, IntSupplier usualPace) {
        this.control = control;
        this.usualPace = usualPace;
    }

    CompletionStage<AdminAnswer> list(Request request) {
        try {
            Map<String, String> texts = QueryTexts.ofQuery(request.query(), LISTING);
            int limit = limit(texts.get(LIMIT));
            return Later.answer(
                    control.list(ClientFilter.parse(texts), texts.getOrDefault(AFTER, ""), limit),
                    page -> request.wantsText()
                            ? AdminAnswer.text(HttpResponseStatus.OK, text(page))
                            : AdminAnswer.json(json(page)));
        } catch (ApiException e) {
            return Later.refused(e);
        }
    }

    CompletionStage<AdminAnswer> disconnect(Request request) {
        try {
            Map<String, String> texts = QueryTexts.ofBody(request.body(), ENDING);
            ClientFilter filter = ClientFilter.parse(texts);
            if (filter.isEmpty()) {
                throw ApiException.badRequest("no connection is named (expected: at least one of "
                        + String.join(", ", ClientFilter.NAMES) + ")");
            }
            int pace = Pace.orUsual(texts.get(PACE), usualPace);
            return Later.answer(control.disconnect(filter, pace), ending -> ended(request, ending, pace));
        } catch (ApiException e) {
            return Later.refused(e);
        } catch (ClientControl.BusyException e) {
            return Later.refused(ApiException.conflict(String.valueOf(e.getMessage())));
        }
    }

    private static AdminAnswer ended(Request request, int ending, int pace) {
        return request.wantsText()
                ? AdminAnswer.text(HttpResponseStatus.OK, ending + " connections end at " + Pace.text(pace) + "\n")
                : AdminAnswer.json(new JsonObject().with("ending", ending).with(PACE, Pace.text(pace)));
    }

    private static int limit(@Nullable String text) throws ApiException {
        int limit = text == null ? USUAL_LIMIT : text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw ApiException.badRequest(LIMIT + ": " + text + " (expected: 1 to " + MOST + ")");
        }
        return limit;
    }

    private static JsonObject json(Page page) {
        return new JsonObject()
                .with("connections", page.connections())
                .with("sessions", page.clients().stream().map(ClientApi::json).toList())
                .with("next", page.next());
    }

    private static JsonObject json(Client client) {
        return new JsonObject()
                .with("id", client.id())
                .with("since", client.since().toString())
                .with("listener", client.listener())
                .with("client", client.client())
                .with("phase", client.phase())
                .with("clientId", client.clientId())
                .with("username", client.username())
                .with("identity", client.identity())
                .with("mqtt", client.mqtt())
                .with("tls", client.tls())
                .with("cluster", client.cluster())
                .with("backend", client.backend())
                .with("bytesIn", client.bytesIn())
                .with("bytesOut", client.bytesOut());
    }

    private static String text(Page page) {
        TextTable table = new TextTable("ID", "CLIENT ID", "IDENTITY", "CLIENT", "LISTENER", "BACKEND", "SINCE");
        for (Client client : page.clients()) {
            table.row(
                    client.id(),
                    shown(client.clientId()),
                    shown(client.identity()),
                    client.client(),
                    client.listener(),
                    client.backend() == null ? "-" : client.backend(),
                    client.since().toString());
        }
        String more = page.next() == null ? "" : "more behind " + page.next() + "\n";
        return table + more;
    }

    /** What strangers say of themselves must not write on a terminal. */
    private static String shown(@Nullable String name) {
        return name == null ? "-" : JsonText.quote(name);
    }
}
