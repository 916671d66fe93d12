package io.mqttproxy.relay;

import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.BackendView;
import io.mqttproxy.routing.Cluster;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the clients of backends that probes have found down, where a cluster wants that: of one that hangs nobody is told
 * by TCP. As long as no other backend of the cluster is up they are left where they are: nobody else could serve them. One
 * that left the cluster could not either, whatever is known of it: nobody is sent there any more.
 *
 * <p>Runs on the given single-threaded executor.
 */
public final class DeadBackends implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DeadBackends.class);

    private final Sessions sessions;
    private final Supplier<Collection<BackendTarget>> backends;
    private final Supplier<Collection<Cluster>> clusters;
    /** Who was asked to leave, for each backend that is down and has clients. */
    private final Map<BackendState, Set<Session>> asked = new HashMap<>();

    private @Nullable ScheduledFuture<?> looks;

    /**
     * Closes nobody yet.
     *
     * @param backends those that have clients or may get some at the moment, also of those that left their cluster
     * @param clusters where clients go at the moment
     */
    public DeadBackends(
            Sessions sessions, Supplier<Collection<BackendTarget>> backends, Supplier<Collection<Cluster>> clusters) {
        this.sessions = sessions;
        this.backends = backends;
        this.clusters = clusters;
    }

    /** Looks once a second. */
    public void start(ScheduledExecutorService executor) {
        looks = executor.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    /** Closes those who are there now. Walks over all connections of the process only while a backend is down. */
    void look() {
        Set<BackendState> dead = new HashSet<>();
        for (BackendTarget backend : backends.get()) {
            if (backend.rules().closesWhenDown() && isDown(backend) && hasOther(backend)) {
                dead.add(backend.state());
                close(backend);
            }
        }
        asked.keySet().retainAll(dead);
    }

    private static boolean isDown(BackendTarget backend) {
        BackendState state = backend.state();
        return state.connections() > 0 && state.state() == BackendView.State.DOWN;
    }

    private boolean hasOther(BackendTarget backend) {
        return clusters.get().stream()
                .filter(cluster -> cluster.name().equals(backend.cluster()))
                .flatMap(cluster -> cluster.backends().stream())
                .anyMatch(BackendState::available);
    }

    private void close(BackendTarget backend) {
        Set<Session> before = asked.computeIfAbsent(backend.state(), state -> {
            log.warn(
                    "Backend {} of cluster {} is down: its {} clients are closed",
                    backend.name(),
                    backend.cluster(),
                    state.connections());
            return ConcurrentHashMap.newKeySet();
        });
        sessions.forEachRelayed((session, link) -> {
            if (link.state() == backend.state() && !before.contains(session)) {
                session.client().eventLoop().execute(() -> close(session, link, before));
            }
        });
    }

    /** Before its CONNACK a client has a deadline of its own. */
    private static void close(Session session, BackendLink link, Set<Session> before) {
        boolean leaves = session.phase() != Session.Phase.RELAYING || session.ended() || session.askedToEnd();
        if (leaves || !before.add(session)) {
            return;
        }
        @Nullable StormLimit limit = link.target().rules().stormLimit();
        long wait = limit == null ? 0 : limit.waitNanos();
        if (wait == 0) {
            session.endBetweenPackets(CloseReason.BACKEND_DOWN);
        } else {
            // On a timer of its own: the session's is that of its keep alive. Meanwhile the backend may have come back.
            var unused = session.client()
                    .eventLoop()
                    .schedule(() -> closeIfStillDown(session, link.state()), wait, TimeUnit.NANOSECONDS);
        }
    }

    private static void closeIfStillDown(Session session, BackendState backend) {
        if (backend.state() == BackendView.State.DOWN) {
            session.endBetweenPackets(CloseReason.BACKEND_DOWN);
        }
    }

    @Override
    public void close() {
        if (looks != null) {
            looks.cancel(false);
        }
    }
}
