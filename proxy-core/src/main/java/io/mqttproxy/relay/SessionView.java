package io.mqttproxy.relay;

import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.tls.TlsSession;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A live connection at one moment, for operators. What is not known of it yet is null. What clients say of themselves is cut
 * behind {@link Refusal#LONGEST_NAME} characters: MQTT has names of 64 KiB, and a list has a thousand rows.
 *
 * @param id as in the access log
 * @param since when it was accepted
 * @param client {@code address:port}
 * @param phase how far it has come
 * @param clientId as the client sent it; when it was cut, longer than {@link Refusal#LONGEST_NAME} and with … at its end
 * @param username cut as the client identifier
 * @param identity the value of the listener's identity rule, cut as the client identifier
 * @param mqtt the protocol version, {@code 3.1}, {@code 3.1.1} or {@code 5}
 * @param tls the version of TLS, such as {@code TLSv1.3}
 * @param bytesFromClient bytes of MQTT
 * @param bytesToClient bytes of MQTT
 */
public record SessionView(
        String id,
        Instant since,
        String listener,
        String client,
        Session.Phase phase,
        @Nullable String clientId,
        @Nullable String username,
        @Nullable String identity,
        @Nullable String mqtt,
        @Nullable String tls,
        @Nullable String cluster,
        @Nullable String backend,
        long bytesFromClient,
        long bytesToClient) {

    /** On the event loop of the connection. */
    static SessionView of(Session session) {
        @Nullable ConnectPacket connect = session.connect();
        @Nullable TlsSession tls = session.tls();
        @Nullable BackendLink link = session.backend();
        return new SessionView(
                session.id(),
                Instant.ofEpochMilli(session.acceptedAt()),
                session.listener(),
                address(session.clientAddress()),
                session.phase(),
                connect == null ? null : cut(connect.clientId()),
                connect == null ? null : cut(connect.username()),
                cut(session.identity()),
                connect == null ? null : connect.version().label(),
                tls == null ? null : tls.version(),
                link == null ? null : link.cluster(),
                link == null ? null : link.name(),
                session.traffic().bytesFromClient(),
                session.traffic().bytesToClient());
    }

    /** A surrogate pair stays whole; so what was cut is always longer than what was not. */
    private static @Nullable String cut(@Nullable String name) {
        if (name == null || name.length() <= Refusal.LONGEST_NAME) {
            return name;
        }
        boolean splits = Character.isHighSurrogate(name.charAt(Refusal.LONGEST_NAME - 1));
        return name.substring(0, splits ? Refusal.LONGEST_NAME + 1 : Refusal.LONGEST_NAME) + "…";
    }

    /** {@code 192.0.2.7:40000} or {@code [2001:db8::7]:40000}. */
    static String address(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return host.indexOf(':') < 0 ? host + ":" + address.getPort() : "[" + host + "]:" + address.getPort();
    }
}
