package io.mqttproxy.relay;

import io.mqttproxy.routing.BackendState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the clients of a drained backend away, until it is closed: those who were on their way to it when the drain began
 * come to light a little later.
 */
final class BackendDrain implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BackendDrain.class);

    /** Looking means to walk over all connections of the process. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Sessions sessions;
    private final BackendState backend;
    private final PacedMove move;
    private final long start = System.nanoTime();
    private long looked = start;
    private boolean empty;

    /** Begins; walks over all connections once. */
    BackendDrain(Sessions sessions, BackendState backend, int perSecond, ScheduledExecutorService executor) {
        this.sessions = sessions;
        this.backend = backend;
        List<Session> first = clients();
        synchronized (this) { // the executor may look before the constructor is done
            this.move = new PacedMove(perSecond, executor, this::lookAgain);
        }
        move.add(first);
        log.info("Backend {} is drained: {} clients move at {}/s", backend, first.size(), perSecond);
    }

    /** Goes on at another pace. */
    void pace(int perSecond) {
        move.pace(perSecond);
    }

    private synchronized void lookAgain() {
        long now = System.nanoTime();
        if (backend.connections() == 0) {
            if (!empty) {
                log.info("Backend {} is empty after {} s", backend, TimeUnit.NANOSECONDS.toSeconds(now - start));
            }
            empty = true;
        } else if (now - looked > LOOK_NANOS) {
            empty = false;
            looked = now;
            move.add(clients());
        }
    }

    private List<Session> clients() {
        List<Session> clients = new ArrayList<>();
        sessions.forEachRelayed((session, link) -> {
            if (link.state() == backend) {
                clients.add(session);
            }
        });
        return clients;
    }

    /** Stops; who is still there stays. */
    @Override
    public void close() {
        move.close();
    }
}
