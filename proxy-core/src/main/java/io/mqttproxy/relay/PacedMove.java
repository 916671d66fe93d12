package io.mqttproxy.relay;

import io.mqttproxy.relay.Session.Phase;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has clients come back by another backend, one after the other at a pace. Each end is put off by a random part of a step,
 * so that a broker sees a steady stream of those that come and not ten bursts a second.
 *
 * <p>Runs on a single-threaded executor; clients may be added, and the pace changed, from any thread.
 */
final class PacedMove implements AutoCloseable {

    private final Queue<Session> waiting = new ConcurrentLinkedQueue<>();
    private final Consumer<Session> end;
    private final Runnable idle;
    private final ScheduledFuture<?> steps;
    private final Credit credit = new Credit();
    private volatile int perSecond;

    /**
     * Starts to work off what is added, by moving.
     *
     * @param perSecond how many clients to move in a second
     * @param idle called at each step that finds nobody waiting
     */
    PacedMove(int perSecond, ScheduledExecutorService executor, Runnable idle) {
        this(perSecond, executor, PacedMove::endIfRelayed, idle);
    }

    /**
     * The same with an end of another kind.
     *
     * @param end called for each client on its event loop
     */
    PacedMove(int perSecond, ScheduledExecutorService executor, Consumer<Session> end, Runnable idle) {
        this.perSecond = perSecond;
        this.end = end;
        this.idle = idle;
        this.steps =
                executor.scheduleAtFixedRate(this::step, Credit.STEP_MILLIS, Credit.STEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Has clients moved; those that leave by themselves meanwhile cost no time. */
    void add(Collection<Session> sessions) {
        waiting.addAll(sessions);
    }

    /** Goes on at another pace. */
    void pace(int clientsPerSecond) {
        perSecond = clientsPerSecond;
    }

    /** Whether nobody waits. */
    boolean isDone() {
        return waiting.isEmpty();
    }

    private void step() {
        credit.refill(perSecond);
        while (credit.isLeft()) {
            @Nullable Session next = waiting.poll();
            if (next == null) {
                break;
            }
            if (next.client().isActive()) {
                credit.take();
                move(next);
            }
        }
        if (waiting.isEmpty()) {
            idle.run();
        }
    }

    private void move(Session session) {
        long delay = ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(Credit.STEP_MILLIS));
        session.client().eventLoop().schedule(() -> end.accept(session), delay, TimeUnit.NANOSECONDS);
    }

    /** Before its CONNACK a client is left alone: until then the broker's answer is the better one. */
    private static void endIfRelayed(Session session) {
        if (session.phase() == Phase.RELAYING) {
            session.endBetweenPackets(CloseReason.MOVED);
        }
    }

    /** Stops; who waits stays. */
    @Override
    public void close() {
        steps.cancel(false);
        waiting.clear();
    }
}
