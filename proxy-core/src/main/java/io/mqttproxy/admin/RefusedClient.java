package io.mqttproxy.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A connection that ended before a backend accepted it.
 *
 * @param time of its end
 * @param reason one of those of the metrics and the access log
 * @param client {@code address:port}
 * @param clientId as the client sent it; null when its CONNECT was not read
 * @param identity what the listener's identity rule made of the client, or null
 * @param hashes what is shown instead
 * @param id as in the access log
 * @param detail more words, or null
 */
public record RefusedClient(
        Instant time,
        String reason,
        String listener,
        String client,
        @Nullable String clientId,
        @Nullable String identity,
        Hashes hashes,
        String id,
        @Nullable String detail) {

    /**
     * What the logs have in place of names, and this list with them; null where they have the name itself.
     *
     * @param client of the address alone
     */
    public record Hashes(
            @Nullable String client,
            @Nullable String clientId,
            @Nullable String identity) {
        /** The logs have all names as they are. */
        public static final Hashes NONE = new Hashes(null, null, null);
    }

    /** As it may be shown. */
    String shownClient() {
        return hashes.client() == null ? client : hashes.client();
    }

    /** As it may be shown: enough to recognise a name that one knows. */
    @Nullable String shownClientId() {
        return hashes.clientId() == null ? Redacted.name(clientId) : hashes.clientId();
    }

    /** As it may be shown. */
    @Nullable String shownIdentity() {
        return hashes.identity() == null ? Redacted.name(identity) : hashes.identity();
    }
}
