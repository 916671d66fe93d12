package io.mqttproxy.relay;

import io.mqttproxy.mqtt.ConnectPacket;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A connection that ended before a backend accepted it. Names longer than {@link #LONGEST_NAME} characters are cut off.
 *
 * @param endedAt in milliseconds since 1970 UTC
 * @param address where the client connected from
 * @param clientId as the client sent it; null when its CONNECT was not read
 * @param identity the value of the listener's identity rule, or null
 * @param id as in the access log
 * @param detail more words, or null
 */
public record Refusal(
        long endedAt,
        CloseReason reason,
        String listener,
        InetSocketAddress address,
        @Nullable String clientId,
        @Nullable String identity,
        String id,
        @Nullable String detail) {

    /** In characters; longer ones would fill the memory in a flood. */
    public static final int LONGEST_NAME = 256;

    static Refusal of(Session session, CloseReason reason) {
        @Nullable ConnectPacket connect = session.connect();
        return new Refusal(
                System.currentTimeMillis(),
                reason,
                session.listener(),
                session.clientAddress(),
                connect == null ? null : cut(connect.clientId()),
                cut(session.identity()),
                session.id(),
                cut(session.detail()));
    }

    /** When it ended. */
    public Instant time() {
        return Instant.ofEpochMilli(endedAt);
    }

    /** {@code address:port}. */
    public String client() {
        return SessionView.address(address);
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME);
    }
}
