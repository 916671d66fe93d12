package io.mqttproxy.relay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a client out.
 *
 * @param kind by what it is known
 * @param value an identifier, an identity or a block of addresses
 * @param since when it was banned
 * @param until when it may come back; null = when the ban is lifted
 * @param reason in the operator's words, or null; no client is told
 */
public record Ban(
        BannedBy kind,
        String value,
        Instant since,
        @Nullable Instant until,
        @Nullable String reason) {

    /** The live connections that it means. */
    public SessionFilter filter() {
        return kind.filter(value);
    }

    /** Whether it is over by itself. */
    boolean hasExpired(Instant now) {
        return until != null && !now.isBefore(until);
    }
}
