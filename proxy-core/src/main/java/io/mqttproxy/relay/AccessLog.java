package io.mqttproxy.relay;

import io.mqttproxy.relay.AccessLogSampling.Limits;
import io.mqttproxy.tls.TlsSession;
import org.jspecify.annotations.Nullable;

/** Writes one line for each connection, at its end, and at will one before. Safe for all event loops; never blocks one. */
public final class AccessLog implements AutoCloseable {

    private final AccessLogEncoder encoder;
    private final AccessLogSampling sampling;
    private final @Nullable LineWriter writer;

    private AccessLog(AccessLogEncoder encoder, AccessLogSampling sampling, @Nullable LineWriter writer) {
        this.encoder = encoder;
        this.sampling = sampling;
        this.writer = writer;
    }

    /** Writes nothing. */
    public static AccessLog off() {
        return new AccessLog(new AccessLogText(NameHash.none()), new AccessLogSampling(Limits.NONE), null);
    }

    /** Writes lines of {@code key=value} pairs. */
    public static AccessLog text(LineWriter writer, AccessLogSampling sampling, NameHash names) {
        return new AccessLog(new AccessLogText(names), sampling, writer);
    }

    /** Writes JSON objects with the names of the Elastic Common Schema, one a line. */
    public static AccessLog json(LineWriter writer, AccessLogSampling sampling, NameHash names) {
        return new AccessLog(new AccessLogEcs(names), sampling, writer);
    }

    /** A connection has ended. Whoever is left out is so before anything is made of it. */
    void ended(Session session, CloseReason reason) {
        if (writer != null && sampling.admits(session.phase(), reason)) {
            writer.offer(encoder.ended(session));
        }
    }

    /**
     * A backend has accepted a client; nothing happens where these are not wanted.
     *
     * @param tls with the certificate, which the session has forgotten by now; null without TLS
     */
    void connected(Session session, @Nullable TlsSession tls) {
        if (writer != null && sampling.admitsConnected()) {
            writer.offer(encoder.connected(session, tls));
        }
    }

    /** How many lines were dropped because the reader of the log was too slow. */
    public long dropped() {
        return writer == null ? 0 : writer.dropped();
    }

    /** Which lines are left out. */
    public AccessLogSampling sampling() {
        return sampling;
    }

    /** Writes what is waiting and stops. */
    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
