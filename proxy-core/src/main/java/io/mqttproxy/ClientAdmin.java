package io.mqttproxy;

import io.mqttproxy.admin.ClientControl;
import io.mqttproxy.admin.ClientFilter;
import io.mqttproxy.admin.RefusedClient;
import io.mqttproxy.config.HashedField;
import io.mqttproxy.relay.CloseReason;
import io.mqttproxy.relay.NameHash;
import io.mqttproxy.relay.Refusal;
import io.mqttproxy.relay.SessionControl;
import io.mqttproxy.relay.SessionControl.TooManyEndingsException;
import io.mqttproxy.relay.SessionFilter;
import io.mqttproxy.relay.SessionFilter.NameTest;
import io.mqttproxy.relay.SessionPage;
import io.mqttproxy.relay.SessionView;
import io.mqttproxy.relay.Sessions;
import io.mqttproxy.routing.Glob;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lets operators look at live connections and end them.
 *
 * @param sessions those there are
 * @param control finds and ends them
 * @param names what clients are called in logs
 */
record ClientAdmin(Sessions sessions, SessionControl control, NameHash names) implements ClientControl {

    @Override
    public CompletionStage<Page> list(ClientFilter filter, String after, int limit) {
        return control.list(filter(filter), after, limit).thenApply(this::page);
    }

    @Override
    public CompletionStage<Integer> disconnect(ClientFilter filter, int perSecond) throws BusyException {
        try {
            return control.end(filter(filter), CloseReason.ADMINISTRATIVE, perSecond);
        } catch (TooManyEndingsException e) {
            throw new BusyException(e.getMessage());
        }
    }

    /** Those who were refused lately, the latest first. */
    List<RefusedClient> refusals() {
        return sessions.refusals().list().stream().map(this::refused).toList();
    }

    private RefusedClient refused(Refusal refusal) {
        return new RefusedClient(
                refusal.time(),
                refusal.reason().label(),
                refusal.listener(),
                refusal.client(),
                refusal.clientId(),
                refusal.identity(),
                hashes(refusal),
                refusal.id(),
                names.hidesWordsAbout(refusal.reason()) ? null : refusal.detail());
    }

    private RefusedClient.Hashes hashes(Refusal refusal) {
        return new RefusedClient.Hashes(
                names.hides(HashedField.ADDRESS) ? names.shown(refusal.address()) : null,
                names.hides(HashedField.CLIENT_ID) ? names.shown(HashedField.CLIENT_ID, refusal.clientId()) : null,
                names.hides(HashedField.IDENTITY) ? names.shown(HashedField.IDENTITY, refusal.identity()) : null);
    }

    private static SessionFilter filter(ClientFilter filter) {
        return new SessionFilter(
                filter.id(),
                test(filter.clientId()),
                test(filter.identity()),
                filter.address(),
                filter.backend(),
                filter.listener());
    }

    private static @Nullable NameTest test(@Nullable Glob glob) {
        return glob == null ? null : glob::matches;
    }

    private Page page(SessionPage page) {
        return new Page(
                sessions.size(),
                page.sessions().stream().map(ClientAdmin::client).toList(),
                page.next());
    }

    private static Client client(SessionView view) {
        return new Client(
                view.id(),
                view.since(),
                view.listener(),
                view.client(),
                view.phase().name().toLowerCase(Locale.ROOT),
                view.clientId(),
                view.username(),
                view.identity(),
                view.mqtt(),
                view.tls(),
                view.cluster(),
                view.backend(),
                view.bytesFromClient(),
                view.bytesToClient());
    }
}
