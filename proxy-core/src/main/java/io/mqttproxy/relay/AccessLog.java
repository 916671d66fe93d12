package io.mqttproxy.relay;

import io.mqttproxy.relay.AccessLogSampling.Limits;
import org.jspecify.annotations.Nullable;

/** Writes one line for each connection, at its end. Safe for all event loops; never blocks one. */
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
        return new AccessLog(
                new AccessLogEncoder(AccessLogEncoder.Form.TEXT, NameHash.none()),
                new AccessLogSampling(Limits.NONE),
                null);
    }

    /** Writes lines of {@code key=value} pairs. */
    public static AccessLog text(LineWriter writer, AccessLogSampling sampling, NameHash names) {
        return new AccessLog(new AccessLogEncoder(AccessLogEncoder.Form.TEXT, names), sampling, writer);
    }

    /** Writes JSON objects, one a line. */
    public static AccessLog json(LineWriter writer, AccessLogSampling sampling, NameHash names) {
        return new AccessLog(new AccessLogEncoder(AccessLogEncoder.Form.JSON, names), sampling, writer);
    }

    /** Whoever is left out is so before anything is made of it. */
    void write(Session session, CloseReason reason) {
        if (writer != null && sampling.admits(session.phase(), reason)) {
            writer.offer(encoder.encode(session));
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
