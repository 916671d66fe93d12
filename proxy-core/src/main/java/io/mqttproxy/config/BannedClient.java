package io.mqttproxy.config;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One ban of a {@link BanList}.
 *
 * @param kind one of {@link #KINDS}
 * @param value an identifier, an identity or a block of addresses; not empty
 * @param since when it was made; null when the file does not say
 * @param until when it ends by itself; null = never
 * @param reason in the operator's words, or null
 */
public record BannedClient(
        String kind,
        String value,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable String reason) {

    /** By what a client can be banned. */
    public static final List<String> KINDS = List.of("clientId", "identity", "address");
}
