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
        String id,
        @Nullable String detail) {}
