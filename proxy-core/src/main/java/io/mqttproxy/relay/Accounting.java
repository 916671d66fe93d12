package io.mqttproxy.relay;

import io.mqttproxy.metrics.Direction;
import io.mqttproxy.metrics.ListenerLabels;
import io.mqttproxy.metrics.ListenerMetrics;
import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.relay.Session.Phase;
import io.mqttproxy.tls.TlsSession;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the books of one listener: every accepted connection is counted once as accepted and once, when its channel is
 * closed, as refused or disconnected; and has one line in the access log.
 *
 * <p>Used by all event loops at once.
 */
public final class Accounting {

    private final ListenerMetrics metrics;
    private final Sessions sessions;
    private final AccessLog accessLog;
    private final TracedSetups setups;
    private final @Nullable PacketBooks packets;

    /** Keeps the books in the given places; packets are not counted, and nobody is traced. */
    public Accounting(ListenerMetrics metrics, Sessions sessions, AccessLog accessLog) {
        this(metrics, sessions, accessLog, TracedSetups.none(), false);
    }

    /**
     * The same, with a choice.
     *
     * @param setups which connections are traced
     * @param countsPackets whether MQTT packets are counted by type
     */
    public Accounting(
            ListenerMetrics metrics,
            Sessions sessions,
            AccessLog accessLog,
            TracedSetups setups,
            boolean countsPackets) {
        this.metrics = metrics;
        this.sessions = sessions;
        this.accessLog = accessLog;
        this.setups = setups;
        this.packets = countsPackets ? PacketBooks.of(metrics) : null;
    }

    /** Everything that a listener's meters may be told. */
    public static ListenerLabels labels() {
        List<CloseReason> reasons = List.of(CloseReason.values());
        return new ListenerLabels(reasons, reasons, List.of(HandshakeResult.values()), List.of(ConnectResult.values()));
    }

    /** Opens the account of a connection and closes it when its channel closes. */
    public void accepted(Session session) {
        metrics.accepted();
        sessions.add(session);
        setups.begun(session);
        session.client().closeFuture().addListener(closed -> closed(session));
    }

    private void closed(Session session) {
        sessions.remove(session);
        session.end(CloseReason.CLIENT_CLOSED); // does nothing when there was another reason first
        CloseReason reason = session.reason() == null ? CloseReason.CLIENT_CLOSED : session.reason();
        if (session.phase() == Phase.RELAYING) {
            metrics.disconnected(reason);
        } else {
            sessions.refusals().add(Refusal.of(session, reason)); // first: who sees the count finds the reason
            metrics.refused(reason);
        }
        @Nullable ConnectPacket connect = session.connect();
        if (connect != null && session.connackCode() < 0) {
            metrics.connect(connect.version().level(), ConnectResult.REFUSED);
        }
        accessLog.ended(session, reason);
        SetupTrace.ended(session); // if it was cut
    }

    /** A handshake that had begun has failed, or was given up. */
    public void handshakeFailed(Session session) {
        metrics.handshake(HandshakeResult.FAILED, null, false, session.ageNanos(), session.id());
    }

    /** A handshake succeeded. */
    public void secured(Session session, TlsSession tls) {
        metrics.handshake(HandshakeResult.OK, tls.version(), tls.resumed(), session.ageNanos(), session.id());
        metrics.keyExchange(tls.group());
    }

    /** A CONNECT is about to go to its backend. */
    void relayed(Session session) {
        if (packets != null) {
            session.traffic().count(packets.on(session.client().eventLoop()));
        }
    }

    /** One side is read no further for now. */
    void paused(Direction direction) {
        metrics.paused(direction);
    }

    /** The backend answered a CONNECT. */
    void answered(int mqttVersion, int code, boolean accepted) {
        metrics.connack(code);
        metrics.connect(mqttVersion, accepted ? ConnectResult.ACCEPTED : ConnectResult.REFUSED_BY_BACKEND);
    }

    /**
     * A backend accepts a client, which is about to be told; each that is disconnected later was connected first.
     *
     * @param tls with the certificate, which the session has forgotten by now; null without TLS
     */
    void connected(Session session, @Nullable TlsSession tls) {
        accessLog.connected(session, tls);
    }

    /** Bytes of MQTT went from the client to the backend. */
    void fromClient(int bytes) {
        metrics.bytes(Direction.CLIENT_TO_BACKEND, bytes);
    }

    /** Bytes of MQTT went from the backend to the client. */
    void toClient(int bytes) {
        metrics.bytes(Direction.BACKEND_TO_CLIENT, bytes);
    }
}
