package io.mqttproxy.admin;

import io.mqttproxy.admin.ProxyView.Listener;
import java.util.List;

/** All listeners, for tools and for people. */
final class ListenerReport {

    private ListenerReport() {}

    static List<JsonObject> json(List<Listener> listeners) {
        return listeners.stream().map(ListenerReport::json).toList();
    }

    private static JsonObject json(Listener listener) {
        return new JsonObject()
                .with("name", listener.name())
                .with("address", listener.address())
                .with("tls", listener.tls() != null)
                .with("clientAuth", listener.tls())
                .with("proxyProtocol", listener.proxyProtocol())
                .with("connections", listener.counts().open())
                .with("connectionsLimit", listener.connectionsLimit())
                .with("accepted", listener.counts().accepted())
                .with("refused", listener.counts().refused())
                .with("disconnects", listener.counts().disconnects())
                .with("fullHandshakes", listener.counts().fullHandshakes())
                .with("resumedHandshakes", listener.counts().resumedHandshakes())
                .with("bytes", listener.counts().bytes());
    }

    static String text(List<Listener> listeners) {
        TextTable table = new TextTable("LISTENER", "ADDRESS", "TLS", "CONNECTIONS", "LIMIT", "ACCEPTED", "REFUSED");
        for (Listener listener : listeners) {
            long refused = listener.counts().refused().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            table.row(
                    listener.name(),
                    String.valueOf(listener.address()),
                    listener.tls() == null ? "off" : "clientAuth " + listener.tls(),
                    Long.toString(listener.counts().open()),
                    Integer.toString(listener.connectionsLimit()),
                    Long.toString(listener.counts().accepted()),
                    Long.toString(refused));
        }
        return table.toString();
    }
}
