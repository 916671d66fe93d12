package io.mqttproxy.relay;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** The open connections that have shown a certificate, by listener. Safe for all threads: event loops add, others look. */
final class LiveCredentials {

    private final ConcurrentMap<String, ConcurrentMap<Session, Credential>> byListener = new ConcurrentHashMap<>();

    /** Keeps a connection until it closes. */
    void add(Session session, Credential credential) {
        ConcurrentMap<Session, Credential> live = of(session.listener());
        live.put(session, credential);
        session.client().closeFuture().addListener(closed -> live.remove(session));
    }

    /** The connections of a listener; what opens and closes later shows in the map. */
    ConcurrentMap<Session, Credential> of(String listener) {
        return byListener.computeIfAbsent(listener, first -> new ConcurrentHashMap<>());
    }

    /** Visits the connections of each listener that has had any. */
    void forEachListener(Consumer<ConcurrentMap<Session, Credential>> visitor) {
        byListener.values().forEach(visitor);
    }
}
