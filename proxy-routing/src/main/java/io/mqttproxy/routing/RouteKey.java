package io.mqttproxy.routing;

import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of a client when its backend is chosen.
 *
 * @param listener the configured name of the listener that it came in by
 * @param sni the server name of its ClientHello in lower case, or null when it sent none
 * @param clientId the MQTT client identifier that the backend will see; may be empty
 * @param username the MQTT user name that the backend will see, or null when there is none
 * @param identity the verified identity, or null when the listener derives none
 * @param mqttVersion 3 (MQTT 3.1), 4 (3.1.1) or 5
 * @param source the client's IP address as text, IPv6 in its canonical form
 */
public record RouteKey(
        String listener,
        @Nullable String sni,
        String clientId,
        @Nullable String username,
        @Nullable String identity,
        int mqttVersion,
        String source) {}
