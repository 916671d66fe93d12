package io.mqttproxy.metrics;

import java.util.Map;

/**
 * The counts of one listener at one moment, for people. Maps have the labels that were seen at least once.
 *
 * @param open connections that are open now
 * @param accepted connections since the start
 * @param refused connections that ended before they were relayed, by reason
 * @param disconnects connections that ended after they were relayed, by cause
 * @param fullHandshakes TLS handshakes without resumption, by result
 * @param resumedHandshakes TLS handshakes that resumed a session, by result
 * @param bytes of MQTT that were relayed, by direction
 */
public record ListenerCounts(
        long open,
        long accepted,
        Map<String, Long> refused,
        Map<String, Long> disconnects,
        Map<String, Long> fullHandshakes,
        Map<String, Long> resumedHandshakes,
        Map<String, Long> bytes) {

    /** Copies the maps. */
    public ListenerCounts {
        refused = Map.copyOf(refused);
        disconnects = Map.copyOf(disconnects);
        fullHandshakes = Map.copyOf(fullHandshakes);
        resumedHandshakes = Map.copyOf(resumedHandshakes);
        bytes = Map.copyOf(bytes);
    }
}
