package io.mqttproxy.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends all connections at a pace, so that the devices do not all knock at the next proxy in the same second.
 *
 * <p>Runs on the given single-threaded executor, never on an event loop of a connection.
 */
public final class Drain {

    /** Ten small steps a second are smooth enough for a peer and cheap enough for us. */
    private static final long STEP_MILLIS = 100;

    private final Sessions sessions;
    private final ScheduledExecutorService executor;

    /** Drains the given sessions on the given single-threaded executor. */
    public Drain(Sessions sessions, ScheduledExecutorService executor) {
        this.sessions = sessions;
        this.executor = executor;
    }

    /**
     * Starts.
     *
     * @param perSecond how many connections to end in a second
     * @param deadline when those that are left are closed whatever they are doing
     * @return completes when no connection is left
     */
    public CompletableFuture<Void> start(int perSecond, Duration deadline) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Deque<Session> waiting = new ArrayDeque<>();
        sessions.forEach(waiting::add);
        Step step = new Step(waiting, Math.max(1, Math.round(perSecond * STEP_MILLIS / 1000.0)), deadline, done);
        ScheduledFuture<?> steps = executor.scheduleAtFixedRate(step, 0, STEP_MILLIS, TimeUnit.MILLISECONDS);
        done.whenComplete((nothing, failure) -> steps.cancel(false));
        return done;
    }

    private final class Step implements Runnable {

        private final Deque<Session> waiting;
        private final long perStep;
        private final long deadline;
        private final CompletableFuture<Void> done;

        Step(Deque<Session> waiting, long perStep, Duration deadline, CompletableFuture<Void> done) {
            this.waiting = waiting;
            this.perStep = perStep;
            this.deadline = System.nanoTime() + deadline.toNanos();
            this.done = done;
        }

        @Override
        public void run() {
            if (sessions.size() == 0) {
                done.complete(null);
            } else if (System.nanoTime() - deadline > 0) {
                sessions.forEach(session -> session.client().close());
            } else {
                next();
            }
        }

        private void next() {
            for (long i = 0; i < perStep && !waiting.isEmpty(); i++) {
                Session session = waiting.remove();
                session.client().eventLoop().execute(session::drain);
            }
            if (waiting.isEmpty()) {
                sessions.forEach(waiting::add); // those that came while we were at it; draining twice does nothing
            }
        }
    }
}
