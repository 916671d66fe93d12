package io.mqttproxy.relay;

import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.identity.PeerIdentity;
import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.proxyprotocol.InboundHeader;
import io.mqttproxy.tls.TlsSession;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client connection: what is known of it so far, and the only way to end it.
 *
 * <p>Confined to the event loop of its client channel, which is also the one of its backend channel; hence no field but
 * the backend is volatile. Others hop onto that loop first.
 */
public final class Session {

    /** How far a connection has come; only forward. */
    public enum Phase {
        /** Accepted; TLS and CONNECT are not complete. */
        OPENING,
        /** The CONNECT was read; no backend has it yet. */
        CONNECTING,
        /** A backend has the CONNECT and has not answered with a CONNACK. */
        AWAITING_CONNACK,
        /** The backend accepted the client: from now on the end is a disconnect, before it is a refusal. */
        RELAYING
    }

    private final String id;
    private final String listener;
    private final Channel client;
    private final long acceptedAt = System.currentTimeMillis();
    private final long acceptedNanos = System.nanoTime();
    private final Traffic traffic = new Traffic();

    private Endpoints endpoints;
    private volatile Phase phase = Phase.OPENING; // read by a drain, too
    private @Nullable String serverName;
    private @Nullable TlsSession tls;
    private VerifiedName name = VerifiedName.NONE;
    private @Nullable ConnectPacket connect;
    private volatile @Nullable BackendLink backend; // for those who look for the clients of a backend
    private int connackCode = -1;
    private @Nullable Future<?> timer;
    private @Nullable CloseReason asked;
    private @Nullable CloseReason reason;
    private @Nullable String detail;

    /**
     * Begins a session for an accepted channel.
     *
     * @param id unique among all connections of this process; the PROXY header's UNIQUE_ID and the access log carry it
     * @param listener the configured name of the listener
     */
    public Session(
            String id,
            String listener,
            Channel client,
            InetSocketAddress clientAddress,
            InetSocketAddress listenerAddress) {
        this.id = id;
        this.listener = listener;
        this.client = client;
        this.endpoints = Endpoints.ofSocket(clientAddress, listenerAddress);
    }

    /** Sets the absolute deadline of the next step, in place of the one before; reading bytes does not move it. */
    public void within(Duration time, CloseReason otherwise) {
        after(time.toNanos(), () -> end(otherwise));
    }

    /** Runs something later, in place of what was to run before; not at all when the connection ends first. */
    void after(long nanos, Runnable action) {
        disarm();
        timer = client.eventLoop().schedule(action, nanos, TimeUnit.NANOSECONDS);
    }

    /** Records the PROXY header that somebody sent who may: from now on its addresses are the client's. */
    public void introduced(InboundHeader header) {
        endpoints = endpoints.with(header);
    }

    /** Records the server name of the ClientHello. */
    public void serverName(@Nullable String name) {
        serverName = name;
    }

    /** Records the finished handshake. */
    public void secured(TlsSession session) {
        tls = session;
    }

    /** Records the verified identity. */
    void identified(VerifiedName verified) {
        name = verified;
    }

    /** Records the CONNECT. */
    void connectRead(ConnectPacket packet) {
        connect = packet;
        phase = Phase.CONNECTING;
    }

    /** Records the backend that has the CONNECT; from now on the end of this session closes that channel, too. */
    void handedOver(BackendLink link) {
        backend = link;
        phase = Phase.AWAITING_CONNACK;
    }

    /** Records the backend's answer. */
    void answered(int code) {
        connackCode = code;
        if (code == 0) {
            disarm();
            phase = Phase.RELAYING;
            tls = tls == null ? null : tls.withoutCertificate();
            endpoints = endpoints.withoutHeader();
        }
    }

    /** Ends the connection; see {@link #end(CloseReason, String)}. */
    public void end(CloseReason why) {
        end(why, null);
    }

    /**
     * Ends the connection: the first reason wins and later calls do nothing. The client is told why where its protocol has
     * words for it; what was on its way to either side is flushed before the close.
     *
     * @param explanation for the access log, or null; free of line breaks and secrets
     */
    public void end(CloseReason why, @Nullable String explanation) {
        if (reason != null) {
            return;
        }
        reason = why;
        detail = explanation;
        disarm();
        Duration patience = asked == null ? GentleClose.LINGER : GentleClose.LONGEST_PACKET;
        GentleClose.of(client, LastWords.toClient(this, why), why == CloseReason.CLIENT_CLOSED, patience);
        @Nullable BackendLink link = backend;
        if (link != null) {
            GentleClose.of(link.channel(), null, false, GentleClose.LINGER);
        }
        SetupTrace.ended(this);
    }

    /** Ends the connection without a word or a flush, also when it is about to end in order. Event loop only. */
    public void cut(CloseReason why) {
        if (reason == null) {
            reason = why;
            disarm();
        }
        client.close();
        @Nullable BackendLink link = backend;
        if (link != null) {
            link.channel().close();
        }
    }

    /**
     * Ends the connection at once, or behind the packet that is on its way to the client, so that none is cut in two; but a
     * client that stops to read in the middle of a packet is not waited for for ever. Event loop only.
     */
    void endBetweenPackets(CloseReason why) {
        if (asked == null) {
            asked = why;
            endIfAsked();
            if (!ended()) {
                within(GentleClose.LONGEST_PACKET, why);
            }
        }
    }

    /** Whether the connection ends behind the packet that is on its way to the client. */
    boolean askedToEnd() {
        return asked != null;
    }

    /** Ends a connection that was asked to end as soon as it is between two packets. */
    void endIfAsked() {
        if (asked != null && (phase != Phase.RELAYING || traffic.toClient().atBoundary())) {
            end(asked);
        }
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /** Whether {@link #end} was called. */
    public boolean ended() {
        return reason != null;
    }

    /** The reason of the end; null while the connection lives. */
    public @Nullable CloseReason reason() {
        return reason;
    }

    /** More words about the end for the access log, or null. */
    @Nullable String detail() {
        return detail;
    }

    /** How far the connection has come. */
    public Phase phase() {
        return phase;
    }

    /** The unique id. */
    public String id() {
        return id;
    }

    /** The listener's configured name. */
    public String listener() {
        return listener;
    }

    /** The client's channel. */
    public Channel client() {
        return client;
    }

    /** The address and port that the client connected from; what a PROXY header says, where one came in. */
    public InetSocketAddress clientAddress() {
        return endpoints.client();
    }

    /** All addresses, and the PROXY header that came in. */
    Endpoints endpoints() {
        return endpoints;
    }

    /** When the connection was accepted, in milliseconds since 1970 UTC. */
    long acceptedAt() {
        return acceptedAt;
    }

    /** Time since the connection was accepted, in nanoseconds. */
    public long ageNanos() {
        return System.nanoTime() - acceptedNanos;
    }

    /** The server name of the ClientHello, or null. */
    public @Nullable String serverName() {
        return serverName;
    }

    /** The handshake's facts, without the certificate once the client is relayed; null without TLS or before it is done. */
    public @Nullable TlsSession tls() {
        return tls;
    }

    /** Who the client has proven to be; forgotten once it is relayed, when everybody has been told. */
    PeerIdentity peer() {
        return tls == null ? NoIdentity.INSTANCE : tls.identity();
    }

    /** The value of the listener's identity rule; null when it has none or the CONNECT was not read yet. */
    public @Nullable String identity() {
        return name.identity();
    }

    /** What the client's other names must be like. */
    VerifiedName verifiedName() {
        return name;
    }

    /** The client's CONNECT as it came; null before it was read. */
    public @Nullable ConnectPacket connect() {
        return connect;
    }

    /** The backend that has the CONNECT, or null; from any thread. */
    public @Nullable BackendLink backend() {
        return backend;
    }

    /** The backend's CONNACK code, or -1 when none came. */
    int connackCode() {
        return connackCode;
    }

    /** Bytes relayed, and where the stream to the client stands. */
    Traffic traffic() {
        return traffic;
    }
}
