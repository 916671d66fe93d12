package io.mqttproxy.relay;

import org.jspecify.annotations.Nullable;

/** Writes one line for each connection, at its end. Safe for all event loops; never blocks one. */
public final class AccessLog implements AutoCloseable {

    private final AccessLogEncoder encoder;
    private final @Nullable LineWriter writer;

    private AccessLog(AccessLogEncoder encoder, @Nullable LineWriter writer) {
        this.encoder = encoder;
        this.writer = writer;
    }

    /** Writes nothing. */
    public static AccessLog off() {
        return new AccessLog(new AccessLogEncoder(AccessLogEncoder.Form.TEXT), null);
    }

    /** Writes lines of {@code key=value} pairs. */
    public static AccessLog text(LineWriter writer) {
        return new AccessLog(new AccessLogEncoder(AccessLogEncoder.Form.TEXT), writer);
    }

    /** Writes JSON objects, one a line. */
    public static AccessLog json(LineWriter writer) {
        return new AccessLog(new AccessLogEncoder(AccessLogEncoder.Form.JSON), writer);
    }

    void write(Session session) {
        if (writer != null) {
            writer.offer(encoder.encode(session));
        }
    }

    /** How many lines were dropped because the reader of the log was too slow. */
    public long dropped() {
        return writer == null ? 0 : writer.dropped();
    }

    /** Writes what is waiting and stops. */
    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
