package io.mqttproxy.routing;

import org.jspecify.annotations.Nullable;

/** A text fact of a {@link RouteKey} that a route can ask for. */
public enum RouteFact {
    /** The listener's configured name; always there. */
    LISTENER(false),
    /** The server name of the ClientHello, in lower case. */
    SNI(true),
    /** The client identifier; always there, perhaps empty. */
    CLIENT_ID(false),
    /** The user name. */
    USERNAME(true),
    /** The verified identity. */
    IDENTITY(true),
    /** The application protocol that was agreed on in the TLS handshake. */
    ALPN(true),
    /** The distinguished name of the CA that issued the verified certificate, as RFC 4514 writes it. */
    ISSUER(true);

    private final boolean optional;

    RouteFact(boolean optional) {
        this.optional = optional;
    }

    /** Whether a client can be without it. */
    boolean optional() {
        return optional;
    }

    /** This fact of a client, or null when it has none. */
    @Nullable String of(RouteKey key) {
        return switch (this) {
            case LISTENER -> key.listener();
            case SNI -> key.sni();
            case CLIENT_ID -> key.clientId();
            case USERNAME -> key.username();
            case IDENTITY -> key.identity();
            case ALPN -> key.alpn();
            case ISSUER -> key.issuer();
        };
    }
}
