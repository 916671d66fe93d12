package io.mqttproxy.relay;

import io.mqttproxy.config.HashedField;
import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.tls.TlsSession;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lines for machines: JSON objects with the names of the Elastic Common Schema, and with names under {@code mqttproxy} for what
 * it has none for.
 *
 * @param names what clients are called
 */
record AccessLogEcs(NameHash names) implements AccessLogEncoder {

    private static final List<String> CATEGORIES = List.of("network");
    private static final String TLS = "TLSv";

    @Override
    public String ended(Session session) {
        AccessEvent event = AccessEvent.ended(session);
        @Nullable CloseReason reason = session.reason();
        LogLine line = begin(event, reason == null ? event.label() : event.label() + ": " + reason.label());
        if (reason != null) {
            line.add("event.reason", reason.label());
            line.add("mqttproxy.termination", TerminationState.of(session.phase(), reason));
            line.add("mqttproxy.detail", names.hidesWordsAbout(reason) ? null : session.detail());
        }
        return facts(line, session, session.tls());
    }

    @Override
    public String connected(Session session, @Nullable TlsSession tls) {
        return facts(begin(AccessEvent.CONNECTED, AccessEvent.CONNECTED.label()), session, tls);
    }

    private static LogLine begin(AccessEvent event, String message) {
        LogLine line = EcsLine.begin(
                Instant.ofEpochMilli(System.currentTimeMillis()), "INFO", message, EcsLine.Dataset.ACCESS);
        line.addAll("event.category", CATEGORIES);
        line.addAll("event.type", event.types());
        line.add("event.action", event.label());
        line.add("event.outcome", event.outcome());
        return line;
    }

    private String facts(LogLine line, Session session, @Nullable TlsSession tls) {
        line.add("event.start", Instant.ofEpochMilli(session.acceptedAt()).toString());
        line.add("event.duration", session.ageNanos());
        line.add("mqttproxy.connection_id", session.id());
        line.add("trace.id", SetupTrace.id(session));
        line.add("mqttproxy.listener", session.listener());
        addClient(line, session);
        addProxy(line, session.endpoints());
        line.add("tls.client.server_name", session.serverName());
        addTls(line, tls);
        line.add("mqttproxy.identity", names.shown(HashedField.IDENTITY, session.identity()));
        addConnect(line, session);
        addBackend(line, session);
        line.add("client.bytes", session.traffic().bytesFromClient());
        line.add("server.bytes", session.traffic().bytesToClient());
        return line.end();
    }

    /** A hash is no address to whoever has a field of that type, and stands in {@code client.address} alone. */
    private void addClient(LogLine line, Session session) {
        InetSocketAddress client = session.clientAddress();
        if (names.hides(HashedField.ADDRESS)) {
            line.add("client.address", names.shown(client));
        } else {
            addAddress(line, "client.address", "client.ip", "client.port", client);
        }
    }

    /** The load balancer, where a header has named another client. */
    private static void addProxy(LogLine line, Endpoints endpoints) {
        if (!endpoints.peer().equals(endpoints.client())) {
            addAddress(line, "source.address", "source.ip", "source.port", endpoints.peer());
        }
    }

    /** An interface's name behind an IPv6 address (RFC 4007 section 11) is no part of what may stand in a field of that type. */
    private static void addAddress(LogLine line, String whole, String ip, String port, InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        int zone = host.indexOf('%');
        line.add(whole, host);
        line.add(ip, zone < 0 ? host : host.substring(0, zone));
        line.add(port, address.getPort());
    }

    private void addTls(LogLine line, @Nullable TlsSession tls) {
        if (tls != null) {
            String version = tls.version();
            line.add("tls.version", version.startsWith(TLS) ? version.substring(TLS.length()) : version);
            line.add("tls.cipher", tls.cipher());
            line.add("tls.resumed", tls.resumed());
            LoggedCertificate certificate = LoggedCertificate.of(tls, names);
            line.add("tls.client.subject", certificate.subject());
            line.add("tls.client.hash.sha256", capitals(certificate.sha256()));
        }
    }

    /** As the schema has hashes of certificates; what stands for one that is hidden stays searchable as it is. */
    private @Nullable String capitals(@Nullable String sha256) {
        return sha256 == null || names.hides(HashedField.IDENTITY) ? sha256 : sha256.toUpperCase(Locale.ROOT);
    }

    private void addConnect(LogLine line, Session session) {
        @Nullable ConnectPacket connect = session.connect();
        if (connect != null) {
            line.add("network.protocol", "mqtt");
            line.add("mqttproxy.mqtt_version", connect.version().label());
            line.add("mqttproxy.client_id", names.shown(HashedField.CLIENT_ID, connect.clientId()));
            line.add("user.name", names.shown(HashedField.USERNAME, connect.username()));
        }
        if (session.connackCode() >= 0) {
            line.add("mqttproxy.connack_code", session.connackCode());
        }
    }

    private static void addBackend(LogLine line, Session session) {
        @Nullable BackendLink backend = session.backend();
        if (backend != null) {
            line.add("mqttproxy.cluster", backend.cluster());
            line.add("mqttproxy.backend", backend.name());
            line.add("server.address", backend.target().address().getHostString());
            line.add("server.port", backend.target().address().getPort());
        }
    }
}
