package io.mqttproxy.relay;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds live connections for operators and ends them at a pace. Safe for all threads; returns at once and is answered
 * later, because the connections are looked at on their own event loops.
 */
public final class SessionControl implements AutoCloseable {

    /** More would only make each other's pace meaningless. */
    public static final int MOST_ENDINGS = 16;

    private static final Logger log = LoggerFactory.getLogger(SessionControl.class);

    private final Sessions sessions;
    private final ScheduledExecutorService executor;
    private final Map<Ending, Boolean> endings = new ConcurrentHashMap<>();

    /**
     * Among these connections.
     *
     * @param executor single-threaded
     */
    public SessionControl(Sessions sessions, ScheduledExecutorService executor) {
        this.sessions = sessions;
        this.executor = executor;
    }

    /**
     * Some of the connections that a filter means.
     *
     * @param after only those that were accepted behind the one of this id; empty = from the first
     * @param limit at least 1
     */
    public CompletableFuture<SessionPage> list(SessionFilter filter, String after, int limit) {
        SessionPage.Collector collector = new SessionPage.Collector(filter, after, limit);
        return SessionWalk.start(sessions, executor, collector::offer).thenApply(walked -> collector.page());
    }

    /**
     * Ends the connections that a filter means; those that come later are not.
     *
     * @param reason of the end
     * @param perSecond how many connections to end in a second, at least 1
     * @return how many are going to end
     * @throws TooManyEndingsException when {@link #MOST_ENDINGS} are under way
     */
    public CompletableFuture<Integer> end(SessionFilter filter, CloseReason reason, int perSecond)
            throws TooManyEndingsException {
        Ending ending = new Ending();
        endings.put(ending, true);
        if (endings.size() > MOST_ENDINGS) {
            endings.remove(ending);
            throw new TooManyEndingsException();
        }
        Queue<Session> found = new ConcurrentLinkedQueue<>();
        return SessionWalk.start(sessions, executor, session -> {
                    if (filter.matches(session)) {
                        found.add(session);
                    }
                })
                .whenComplete((walked, failure) -> ending.begin(failure == null ? found : null, reason, perSecond))
                .thenApply(walked -> found.size());
    }

    /** {@link #end} was called too often. */
    public static final class TooManyEndingsException extends Exception {

        private static final long serialVersionUID = 1L;

        TooManyEndingsException() {
            super(MOST_ENDINGS + " groups of connections are being ended (expected: fewer at the same time)");
        }
    }

    /** One group of connections, from the search for them until the last one is on its way out. */
    private final class Ending implements AutoCloseable {

        private @Nullable PacedMove move;
        private boolean closed;

        synchronized void begin(@Nullable Queue<Session> found, CloseReason reason, int perSecond) {
            if (found == null || found.isEmpty() || closed) {
                close();
                return;
            }
            log.info("{} connections end at {}/s: {}", found.size(), perSecond, reason.label());
            PacedMove paced =
                    new PacedMove(perSecond, executor, session -> session.endBetweenPackets(reason), this::idle);
            paced.add(found);
            move = paced;
        }

        /** The first step may come before the first client is added. */
        private synchronized void idle() {
            if (move != null && move.isDone()) {
                close();
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            endings.remove(this);
            if (move != null) {
                move.close();
            }
        }
    }

    /** Stops; who waits stays. */
    @Override
    public void close() {
        endings.keySet().forEach(Ending::close);
    }
}
