package io.mqttproxy.relay;

import io.mqttproxy.config.HashedField;
import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.tls.TlsSession;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Lines for people: {@code key=value key="quoted value"}.
 *
 * @param names what clients are called
 */
record AccessLogText(NameHash names) implements AccessLogEncoder {

    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public String ended(Session session) {
        LogLine line = facts(session, session.tls());
        line.add("phase", AccessEvent.ended(session).label());
        @Nullable CloseReason reason = session.reason();
        if (reason != null) {
            line.add("end", TerminationState.of(session.phase(), reason));
            line.add("reason", reason.label());
            line.add("detail", names.hidesWordsAbout(reason) ? null : session.detail());
        }
        return line.end();
    }

    @Override
    public String connected(Session session, @Nullable TlsSession tls) {
        LogLine line = facts(session, tls);
        line.add("phase", AccessEvent.CONNECTED.label());
        return line.end();
    }

    private LogLine facts(Session session, @Nullable TlsSession tls) {
        LogLine line = LogLine.text();
        line.add("time", Instant.ofEpochMilli(session.acceptedAt()).toString());
        line.add("id", session.id());
        line.add("traceId", SetupTrace.id(session));
        line.add("listener", session.listener());
        line.add("client", names.shown(session.clientAddress()));
        addProxy(line, session.endpoints());
        line.add("sni", session.serverName());
        addTls(line, tls);
        line.add("identity", names.shown(HashedField.IDENTITY, session.identity()));
        addConnect(line, session);
        addBackend(line, session);
        line.add("bytesIn", session.traffic().bytesFromClient());
        line.add("bytesOut", session.traffic().bytesToClient());
        line.add("durationMs", Math.round(session.ageNanos() / NANOS_PER_MILLI));
        return line;
    }

    /** The load balancer, where a header has named another client. */
    private static void addProxy(LogLine line, Endpoints endpoints) {
        if (!endpoints.peer().equals(endpoints.client())) {
            line.add("proxy", SessionView.address(endpoints.peer()));
        }
    }

    private void addTls(LogLine line, @Nullable TlsSession tls) {
        if (tls != null) {
            line.add("tls", tls.version());
            line.add("cipher", tls.cipher());
            line.add("resumed", tls.resumed() ? "true" : "false");
            LoggedCertificate certificate = LoggedCertificate.of(tls, names);
            line.add("subject", certificate.subject());
            line.add("sha256", certificate.sha256());
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
}
