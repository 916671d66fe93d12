package io.mqttproxy.relay;

import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.Rebalance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves clients between backends when an operator asks for it: all of a backend that is drained, or as many of a cluster as
 * an even share needs. A client is moved by ending its connection with {@link CloseReason#MOVED}; balancing places it when
 * it comes back.
 *
 * <p>Safe for all threads but event loops of connections: each call may walk over all connections of the process, which
 * takes about 100 ms for a million.
 */
public final class ClientMoves implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ClientMoves.class);

    private final Sessions sessions;
    private final ScheduledExecutorService executor;
    private final Map<BackendState, BackendDrain> drains = new HashMap<>();
    /** By name of the cluster; the latest counts. */
    private final Map<String, PacedMove> rebalances = new HashMap<>();

    /**
     * Among these connections.
     *
     * @param executor single-threaded; starts the ends, which happen on the event loop of each connection
     */
    public ClientMoves(Sessions sessions, ScheduledExecutorService executor) {
        this.sessions = sessions;
        this.executor = executor;
    }

    /**
     * Sends new clients elsewhere from now on, and those that are there at a pace. When the backend is drained already, it
     * goes on at the new pace.
     *
     * @param reason in words, for operators
     * @param perSecond how many clients to move in a second
     */
    public synchronized void drain(BackendState backend, String reason, int perSecond) {
        @Nullable BackendDrain before = drains.get(backend);
        if (before != null) {
            before.pace(perSecond);
            return;
        }
        backend.drain(reason); // ahead of the look: nobody is sent there behind it
        drains.put(backend, new BackendDrain(sessions, backend, perSecond, executor));
    }

    /** Takes {@link #drain} back; who is still there stays. Does nothing when it is not drained. */
    public synchronized void restore(BackendState backend) {
        @Nullable BackendDrain drain = drains.remove(backend);
        if (drain != null) {
            drain.close();
            log.info("Backend {} is back", backend);
        }
        backend.restore();
    }

    /** Forgets the drains of all backends but these: of those that left, and whose last client is gone. */
    public synchronized void retain(Set<BackendState> backends) {
        drains.entrySet().removeIf(drain -> {
            boolean gone = !backends.contains(drain.getKey());
            if (gone) {
                drain.getValue().close();
            }
            return gone;
        });
    }

    /**
     * Moves as many clients of a cluster as it takes for an even share; with hashing those whose backend is another one now.
     * Takes the place of an earlier call for the same cluster that is not done.
     *
     * @param perSecond how many clients to move in a second
     * @return how many have to move
     */
    public synchronized int rebalance(Cluster cluster, int perSecond) {
        @Nullable PacedMove before = rebalances.remove(cluster.name());
        if (before != null) {
            before.close();
        }
        List<Session> moving = cluster.hashes() ? strays(cluster) : surplus(cluster);
        if (!moving.isEmpty()) {
            PacedMove move = new PacedMove(perSecond, executor, () -> done(cluster.name()));
            move.add(moving);
            rebalances.put(cluster.name(), move);
        }
        log.info("Cluster {} is rebalanced: {} clients move at {}/s", cluster.name(), moving.size(), perSecond);
        return moving.size();
    }

    private synchronized void done(String cluster) {
        @Nullable PacedMove move = rebalances.get(cluster);
        if (move != null && move.isDone()) {
            move.close();
            rebalances.remove(cluster);
        }
    }

    private List<Session> strays(Cluster cluster) {
        Map<Session, BackendLink> clients = clients(cluster);
        return Rebalance.strays(
                clients.keySet(),
                session -> link(clients, session).state(),
                session -> cluster.home(link(clients, session).keyHash()),
                Rebalance.most(cluster));
    }

    private static BackendLink link(Map<Session, BackendLink> clients, Session session) {
        return Objects.requireNonNull(clients.get(session));
    }

    private List<Session> surplus(Cluster cluster) {
        Map<BackendState, Integer> surplus = new HashMap<>(Rebalance.surplus(Rebalance.loads(cluster)));
        List<Session> moving = new ArrayList<>();
        clients(cluster).forEach((session, link) -> {
            int tooMany = surplus.getOrDefault(link.state(), 0);
            if (tooMany > 0) {
                surplus.put(link.state(), tooMany - 1);
                moving.add(session);
            }
        });
        return moving;
    }

    /**
     * Without those of backends that operators drain, who are on their way already, and of backends that are down or ejected:
     * what these still carry may be well.
     */
    private Map<Session, BackendLink> clients(Cluster cluster) {
        Set<BackendState> members = new HashSet<>(cluster.backends());
        members.removeAll(drains.keySet());
        members.removeIf(backend -> !backend.available() && !backend.draining());
        Map<Session, BackendLink> clients = new HashMap<>();
        sessions.forEachRelayed((session, link) -> {
            if (members.contains(link.state())) {
                clients.put(session, link);
            }
        });
        return clients;
    }

    /** Stops; who waits stays. */
    @Override
    public synchronized void close() {
        drains.values().forEach(BackendDrain::close);
        rebalances.values().forEach(PacedMove::close);
    }
}
