package io.mqttproxy.relay;

import io.mqttproxy.config.HashedField;
import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.relay.FinishedSetup.Fact;
import io.mqttproxy.relay.FinishedSetup.Failure;
import io.mqttproxy.tls.TlsSession;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a trace tells about a connection, by the names of OpenTelemetry's semantic conventions (registry of attributes: client,
 * server, network, tls, messaging, error); what these have no name for begins with {@code mqttproxy}. On the event loop of the
 * connection.
 *
 * @param names what clients are called
 */
record SetupFacts(NameHash names) {

    private static final String TLS_PREFIX = "TLSv";

    /** Everything about the connection that is known by now. */
    List<Fact> of(Session session) {
        List<Fact> facts = new ArrayList<>(24);
        text(facts, "mqttproxy.connection_id", session.id());
        text(facts, "mqttproxy.listener", session.listener());
        text(facts, "network.transport", "tcp");
        text(facts, "network.protocol.name", "mqtt");
        addEndpoints(facts, session);
        addTls(facts, session.tls());
        addClient(facts, session);
        addBackend(facts, session);
        @Nullable CloseReason reason = session.reason();
        if (reason != null) {
            text(facts, "error.type", reason.label());
            text(facts, "mqttproxy.termination", TerminationState.of(session.phase(), reason));
        }
        return facts;
    }

    /** Of a connection that ends before a backend has accepted it. */
    Failure failure(Session session) {
        CloseReason reason = session.reason() == null ? CloseReason.CLIENT_CLOSED : session.reason();
        @Nullable String words = names.hidesWordsAbout(reason) ? null : session.detail();
        return new Failure(reason.label(), words == null ? reason.label() : cut(words));
    }

    /** Whom the proxy asks. */
    static List<Fact> of(BackendTarget target) {
        List<Fact> facts = new ArrayList<>(4);
        text(facts, "server.address", target.address().getHostString());
        facts.add(new Fact.Whole("server.port", target.address().getPort()));
        text(facts, "mqttproxy.cluster", target.cluster());
        text(facts, "mqttproxy.backend", target.name());
        return facts;
    }

    /** A port narrows an address down, so it is hidden with it. */
    private void addEndpoints(List<Fact> facts, Session session) {
        Endpoints endpoints = session.endpoints();
        String client = endpoints.client().getAddress().getHostAddress();
        text(facts, "client.address", names.shown(HashedField.ADDRESS, client));
        if (!names.hides(HashedField.ADDRESS)) {
            facts.add(new Fact.Whole("client.port", endpoints.client().getPort()));
        }
        @Nullable String asked = session.serverName();
        text(facts, "server.address", asked == null ? host(endpoints.listener()) : asked);
        facts.add(new Fact.Whole("server.port", endpoints.listener().getPort()));
        if (!endpoints.peer().equals(endpoints.client())) { // a load balancer, which is nobody to hide
            text(facts, "network.peer.address", host(endpoints.peer()));
            facts.add(new Fact.Whole("network.peer.port", endpoints.peer().getPort()));
        }
    }

    private static void addTls(List<Fact> facts, @Nullable TlsSession tls) {
        if (tls != null) {
            String version = tls.version();
            facts.add(new Fact.Flag("tls.established", true));
            text(facts, "tls.protocol.name", "tls");
            text(
                    facts,
                    "tls.protocol.version",
                    version.startsWith(TLS_PREFIX) ? version.substring(TLS_PREFIX.length()) : version);
            text(facts, "tls.cipher", tls.cipher());
            text(facts, "tls.curve", tls.group());
            text(facts, "tls.next_protocol", tls.alpn());
            facts.add(new Fact.Flag("tls.resumed", tls.resumed()));
        }
    }

    private void addClient(List<Fact> facts, Session session) {
        @Nullable ConnectPacket connect = session.connect();
        if (connect != null) {
            text(facts, "network.protocol.version", connect.version().label());
            text(facts, "messaging.client.id", names.shown(HashedField.CLIENT_ID, connect.clientId()));
        }
        text(facts, "mqttproxy.identity", names.shown(HashedField.IDENTITY, session.identity()));
    }

    private static void addBackend(List<Fact> facts, Session session) {
        @Nullable BackendLink backend = session.backend();
        if (backend != null) {
            text(facts, "mqttproxy.cluster", backend.cluster());
            text(facts, "mqttproxy.backend", backend.name());
        }
        if (session.connackCode() >= 0) {
            facts.add(new Fact.Whole("mqttproxy.connack_code", session.connackCode()));
        }
    }

    private static String host(InetSocketAddress address) {
        return address.getAddress().getHostAddress();
    }

    /** Absent facts are left out, and so are names of no length, which MQTT clients may have. */
    private static void text(List<Fact> facts, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            facts.add(new Fact.Text(name, cut(value)));
        }
    }

    /** A client may have names of 64 KiB, and two thousand traces may wait. */
    private static String cut(String value) {
        return value.length() <= Refusal.LONGEST_NAME ? value : value.substring(0, Refusal.LONGEST_NAME);
    }
}
