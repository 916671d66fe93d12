package io.mqttproxy.routing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of a client when its backend is chosen.
 *
 * @param listener the configured name of the listener that it came in by
 * @param sni the server name of its ClientHello, or null when it sent none; kept in lower case, because host names
 *     know no case (RFC 6066 section 3)
 * @param alpn the application protocol agreed on in its handshake (RFC 7301), or null when there was none
 * @param clientId the MQTT client identifier that the backend will see; may be empty
 * @param username the MQTT user name that the backend will see, or null when there is none
 * @param identity the verified identity, or null when the listener derives none
 * @param issuer the distinguished name of the issuer of its verified certificate as RFC 4514 writes it; null without a
 *     certificate, and when {@link Router#asksForIssuer} says that no route asks for it
 * @param mqttVersion 3 (MQTT 3.1), 4 (3.1.1) or 5
 * @param source the client's IP address as text
 * @param keepAlive the Keep Alive of the CONNECT in seconds, 0 to 65535; 0 = none (MQTT 5 section 3.1.2.10)
 */
public record RouteKey(
        String listener,
        @Nullable String sni,
        @Nullable String alpn,
        String clientId,
        @Nullable String username,
        @Nullable String identity,
        @Nullable String issuer,
        int mqttVersion,
        String source,
        int keepAlive) {

    /** Puts the server name into lower case. */
    public RouteKey {
        sni = sni == null ? null : sni.toLowerCase(Locale.ROOT);
    }

    /** A client of whom neither ALPN nor issuer nor keep alive matter. */
    public RouteKey(
            String listener,
            @Nullable String sni,
            String clientId,
            @Nullable String username,
            @Nullable String identity,
            int mqttVersion,
            String source) {
        this(listener, sni, null, clientId, username, identity, null, mqttVersion, source, 0);
    }
}
