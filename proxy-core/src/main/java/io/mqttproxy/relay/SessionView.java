package io.mqttproxy.relay;

import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.tls.TlsSession;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A live connection at one moment, for operators. What is not known of it yet is null.
 *
 * @param id as in the access log
 * @param since when it was accepted
 * @param client {@code address:port}
 * @param phase how far it has come
 * @param clientId as the client sent it
 * @param identity the value of the listener's identity rule
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
                connect == null ? null : connect.clientId(),
                connect == null ? null : connect.username(),
                session.identity(),
                connect == null ? null : connect.version().label(),
                tls == null ? null : tls.version(),
                link == null ? null : link.cluster(),
                link == null ? null : link.name(),
                session.traffic().bytesFromClient(),
                session.traffic().bytesToClient());
    }

    /** {@code 192.0.2.7:40000} or {@code [2001:db8::7]:40000}. */
    static String address(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return host.indexOf(':') < 0 ? host + ":" + address.getPort() : "[" + host + "]:" + address.getPort();
    }
}
