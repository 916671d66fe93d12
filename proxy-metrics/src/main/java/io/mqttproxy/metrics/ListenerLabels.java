package io.mqttproxy.metrics;

import java.util.List;

/**
 * What can happen to a listener's clients, in the words of whoever reports it. Each list holds values of one enum.
 *
 * @param refusals why a connection can end before it is relayed
 * @param causes why a connection can end after it was relayed
 * @param handshakeResults how a TLS handshake can end
 * @param connectResults what can become of a CONNECT packet
 */
public record ListenerLabels(
        List<? extends Label> refusals,
        List<? extends Label> causes,
        List<? extends Label> handshakeResults,
        List<? extends Label> connectResults) {

    /** Copies the lists. */
    public ListenerLabels {
        refusals = List.copyOf(refusals);
        causes = List.copyOf(causes);
        handshakeResults = List.copyOf(handshakeResults);
        connectResults = List.copyOf(connectResults);
    }
}
