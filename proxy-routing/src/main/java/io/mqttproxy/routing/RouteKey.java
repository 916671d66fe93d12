package io.mqttproxy.routing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of a client when its backend is chosen.
 *
 * @param listener the configured name of the listener that it came in by
 * @param sni the server name of its ClientHello, or null when it sent none; kept in lower case, because host names
 *     know no case (RFC 6066 section 3)
 * @param clientId the MQTT client identifier that the backend will see; may be empty
 * @param username the MQTT user name that the backend will see, or null when there is none
 * @param identity the verified identity, or null when the listener derives none
 * @param mqttVersion 3 (MQTT 3.1), 4 (3.1.1) or 5
 * @param source the client's IP address as text
 */
public record RouteKey(
        String listener,
        @Nullable String sni,
        String clientId,
        @Nullable String username,
        @Nullable String identity,
        int mqttVersion,
        String source) {

    /** Puts the server name into lower case. */
    public RouteKey {
        sni = sni == null ? null : sni.toLowerCase(Locale.ROOT);
    }
}
