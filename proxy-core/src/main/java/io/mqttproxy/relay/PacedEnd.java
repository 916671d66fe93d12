package io.mqttproxy.relay;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections one after the other at a pace, so that devices do not all knock again in the same second.
 *
 * <p>Connections may be added from any thread; the ends are started by the given single-threaded executor and happen on the
 * event loop of each connection.
 */
public final class PacedEnd implements AutoCloseable {

    private record Ending(Session session, CloseReason reason) {}

    /** Go first: a hundred thousand certificates that expire together must not keep a revoked device connected. */
    private final Queue<Ending> revoked = new ConcurrentLinkedQueue<>();

    private final Queue<Ending> waiting = new ConcurrentLinkedQueue<>();
    private final Credit credit = new Credit();
    private volatile int perSecond;
    private final ScheduledFuture<?> steps;

    /**
     * Starts to work off what is added.
     *
     * @param perSecond how many connections to end in a second
     */
    public PacedEnd(int perSecond, ScheduledExecutorService executor) {
        this.perSecond = perSecond;
        this.steps = executor.scheduleAtFixedRate(this::step, 0, Credit.STEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Changes the pace to so many connections in a second. */
    public void pace(int connections) {
        perSecond = connections;
    }

    /** Has connections ended for a reason; ending one that has ended already does nothing. */
    void add(Collection<Session> sessions, CloseReason reason) {
        Queue<Ending> queue = reason == CloseReason.CERT_REVOKED ? revoked : waiting;
        sessions.forEach(session -> queue.add(new Ending(session, reason)));
    }

    private void step() {
        credit.refill(perSecond);
        while (credit.isLeft()) {
            Ending first = revoked.poll();
            Ending next = first == null ? waiting.poll() : first;
            if (next == null) {
                return;
            }
            credit.take();
            next.session().client().eventLoop().execute(() -> next.session().endBetweenPackets(next.reason()));
        }
    }

    /** Stops; what waits is not ended. */
    @Override
    public void close() {
        steps.cancel(false);
    }
}
