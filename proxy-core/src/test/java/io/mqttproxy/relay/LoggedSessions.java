package io.mqttproxy.relay;

import io.mqttproxy.identity.NameRule;
import io.mqttproxy.identity.PeerIdentity;
import io.mqttproxy.tls.TlsSession;
import io.netty.channel.Channel;
import java.util.Objects;

/** Connections of which everything is known that a line of the access log may tell. */
final class LoggedSessions {

    private LoggedSessions() {}

    /** A client that a backend is about to accept. */
    static Session waiting(Channel channel, PeerIdentity certificate, String clientId) {
        Session session =
                TestClient.session(channel, certificate, TestClient.connect(5, clientId, "user", "never-to-be-seen"));
        session.serverName("a.example.com");
        session.identified(new VerifiedName("urn:device:1", NameRule.PLAIN));
        session.handedOver(new BackendLink(channel, TestClient.backend(), 0));
        session.traffic().fromClient(100);
        return session;
    }

    /** A client that was relayed and whose backend has closed. */
    static Session relayed(Channel channel, PeerIdentity certificate, String clientId) {
        Session session = waiting(channel, certificate, clientId);
        session.answered(0);
        session.end(CloseReason.BACKEND_CLOSED, "for a reason");
        return session;
    }

    /** The line about a client that was just accepted, as {@link ConnackHandler} asks for it. */
    static String connected(AccessLogEncoder encoder, Session waiting) {
        TlsSession handshake = Objects.requireNonNull(waiting.tls());
        waiting.answered(0);
        return encoder.connected(waiting, handshake);
    }
}
