package io.mqttproxy.relay;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The live connections of the process, and what is remembered of those that were refused. Safe for all threads. */
public final class Sessions {

    private final Set<Session> live = ConcurrentHashMap.newKeySet();
    private final RecentRefusals refusals = new RecentRefusals();

    /** The latest connections that were refused. */
    public RecentRefusals refusals() {
        return refusals;
    }

    void add(Session session) {
        live.add(session);
    }

    void remove(Session session) {
        live.remove(session);
    }

    /** How many connections are open, on every side of the CONNECT. */
    public int size() {
        return live.size();
    }

    /** Cuts all connections off, because the process stops. From any thread; returns at once. */
    public void cut() {
        live.forEach(session -> session.client().eventLoop().execute(() -> session.cut(CloseReason.DRAIN)));
    }

    /** Visits the connections that a backend has the CONNECT of, from any thread; those that come or go may be missed. */
    void forEachRelayed(BiConsumer<Session, BackendLink> visitor) {
        live.forEach(session -> {
            @Nullable BackendLink link = session.backend();
            if (link != null) {
                visitor.accept(session, link);
            }
        });
    }

    /** The connections; those that come or go meanwhile may be missed. Lasts as long as somebody steps through it. */
    Iterator<Session> iterator() {
        return live.iterator();
    }

    /** Visits the connections; those that come or go meanwhile may be missed. */
    void forEach(Consumer<Session> visitor) {
        live.forEach(visitor);
    }
}
