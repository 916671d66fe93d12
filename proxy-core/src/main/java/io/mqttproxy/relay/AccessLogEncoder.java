package io.mqttproxy.relay;

import io.mqttproxy.config.HashedField;
import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.tls.TlsSession;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The access log's line about a connection that has ended: fixed keys in a fixed order, absent facts left out.
 *
 * <p>Client identifiers, user names and identities are what a client says; every character that could break a line, a
 * field or a terminal is escaped. Passwords never get here.
 */
final class AccessLogEncoder {

    /** How a line is written. */
    enum Form {
        /** {@code key=value key="quoted value"}. */
        TEXT,
        /** One JSON object (RFC 8259). */
        JSON
    }

    private static final double NANOS_PER_MILLI = 1e6;

    private final Form form;
    private final NameHash names;

    /** Calls clients by the given names. */
    AccessLogEncoder(Form form, NameHash names) {
        this.form = form;
        this.names = names;
    }

    /** The line, without a line break at its end. */
    String encode(Session session) {
        LogLine line = form == Form.JSON ? LogLine.json() : LogLine.text();
        line.add("time", Instant.ofEpochMilli(session.acceptedAt()).toString());
        line.add("id", session.id());
        line.add("traceId", traceId(session));
        line.add("listener", session.listener());
        line.add("client", names.shown(session.clientAddress()));
        addProxy(line, session.endpoints());
        addTls(line, session);
        line.add("identity", names.shown(HashedField.IDENTITY, session.identity()));
        addConnect(line, session);
        addBackend(line, session);
        line.add("bytesIn", session.traffic().bytesFromClient());
        line.add("bytesOut", session.traffic().bytesToClient());
        line.add("durationMs", Math.round(session.ageNanos() / NANOS_PER_MILLI));
        line.add("phase", phase(session));
        @Nullable CloseReason reason = session.reason();
        if (reason != null) {
            line.add("end", TerminationState.of(session.phase(), reason));
            line.add("reason", reason.label());
        }
        line.add("detail", detail(session));
        return line.end();
    }

    private static @Nullable String traceId(Session session) {
        @Nullable TraceId id = SetupTrace.id(session);
        return id == null ? null : id.toString();
    }

    /** The load balancer, where a header has named another client. */
    private static void addProxy(LogLine line, Endpoints endpoints) {
        if (!endpoints.peer().equals(endpoints.client())) {
            line.add("proxy", SessionView.address(endpoints.peer()));
        }
    }

    private static void addTls(LogLine line, Session session) {
        @Nullable TlsSession tls = session.tls();
        line.add("sni", session.serverName());
        if (tls != null) {
            line.add("tls", tls.version());
            line.add("cipher", tls.cipher());
            line.add("resumed", tls.resumed() ? "true" : "false");
        }
    }

    private void addConnect(LogLine line, Session session) {
        @Nullable ConnectPacket connect = session.connect();
        if (connect != null) {
            line.add("mqtt", connect.version().label());
            line.add("clientId", names.shown(HashedField.CLIENT_ID, connect.clientId()));
            line.add("username", names.shown(HashedField.USERNAME, connect.username()));
        }
        if (session.connackCode() >= 0) {
            line.add("connack", session.connackCode());
        }
    }

    private static void addBackend(LogLine line, Session session) {
        @Nullable BackendLink backend = session.backend();
        if (backend != null) {
            line.add("cluster", backend.cluster());
            line.add("backend", backend.name());
        }
    }

    private @Nullable String detail(Session session) {
        @Nullable CloseReason reason = session.reason();
        return reason != null && names.hidesWordsAbout(reason) ? null : session.detail();
    }

    /** Which of the two counters the end went to. */
    private static String phase(Session session) {
        return session.phase() == Session.Phase.RELAYING ? "disconnected" : "refused";
    }
}
