package io.mqttproxy.relay;

import java.util.concurrent.TimeUnit;

/**
 * Ends a connection whose client has fallen silent for longer than its own keep-alive allows (MQTT 5 section 3.1.2.10).
 *
 * <p>One timer for each connection that is set anew only when it fires: reading costs no more than noting the time.
 */
final class IdleWatch implements Runnable {

    /** The broker counts the same time and knows its clients better; it goes first. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Session session;
    private final long limitNanos;

    private IdleWatch(Session session, long limitNanos) {
        this.session = session;
        this.limitNanos = limitNanos;
    }

    /**
     * Starts to watch.
     *
     * @param keepAliveSeconds the keep-alive in force: the CONNACK's Server Keep Alive, else the CONNECT's; 0 means that
     *     the client may be silent for ever
     * @param factor how many keep-alives of silence are too much
     */
    static void start(Session session, int keepAliveSeconds, double factor) {
        if (keepAliveSeconds > 0) {
            long limit = (long) (TimeUnit.SECONDS.toNanos(keepAliveSeconds) * factor) + GRACE_NANOS;
            new IdleWatch(session, limit).again(limit);
        }
    }

    @Override
    public void run() {
        long left = limitNanos - (System.nanoTime() - session.traffic().lastFromClient());
        if (!session.client().config().isAutoRead()) {
            again(limitNanos); // it may well speak: it is the backend that does not take it
        } else if (left <= 0) {
            session.end(CloseReason.IDLE_TIMEOUT);
        } else {
            again(left);
        }
    }

    private void again(long delayNanos) {
        session.after(delayNanos, this);
    }
}
