package io.mqttproxy.relay;

import io.mqttproxy.tls.TlsSession;
import org.jspecify.annotations.Nullable;

/**
 * Makes the lines of the access log: fixed keys in a fixed order, absent facts left out, without a line break at the end.
 *
 * <p>Client identifiers, user names and identities are what a client says; every character that could break a line, a
 * field or a terminal is escaped. Passwords never get here. On the event loop of the connection.
 */
sealed interface AccessLogEncoder permits AccessLogText, AccessLogEcs {

    /** About a connection that has ended. */
    String ended(Session session);

    /**
     * About a client that a backend has accepted.
     *
     * @param tls what the handshake told, with the certificate, which the session has forgotten by now; null without TLS
     */
    String connected(Session session, @Nullable TlsSession tls);
}
