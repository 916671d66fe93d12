package io.mqttproxy.tls;

import io.netty.handler.ssl.OpenSslSessionContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives the contexts of one listener their ticket keys, and new ones whenever a window of time begins. Safe for use by
 * several threads; does not block.
 */
final class TicketRotation implements AutoCloseable {

    /** The clock of the wall may be set while we wait. */
    private static final long MAX_SLEEP_MILLIS = 30_000;

    private final TicketKeys keys;
    private final TicketWindows windows;
    private final InstantSource clock;
    private final IdentityHashMap<OpenSslSessionContext, byte[]> policies = new IdentityHashMap<>();
    private @Nullable ScheduledFuture<?> next;
    private long window = Long.MIN_VALUE;
    private boolean closed;

    TicketRotation(TicketKeys keys, TicketWindows windows, InstantSource clock) {
        this.keys = keys;
        this.windows = windows;
        this.clock = clock;
    }

    /**
     * Takes a context in, with its keys of the moment.
     *
     * @param policy its session-id context
     */
    synchronized void take(OpenSslSessionContext sessions, byte[] policy) {
        // For TLS 1.2 and for session ids; BoringSSL has a fixed time of two days for TLS 1.3.
        sessions.setSessionTimeout((int) windows.lifetime().toSeconds());
        give(sessions, policy, clock.instant());
        policies.put(sessions, policy.clone());
    }

    /** Begins to change keys. Called once. */
    void start(ScheduledExecutorService executor) {
        try {
            rotate();
        } finally {
            again(executor);
        }
    }

    private synchronized void again(ScheduledExecutorService executor) {
        if (!closed) {
            long delay = Math.min(windows.millisToNext(clock), MAX_SLEEP_MILLIS);
            next = executor.schedule(() -> start(executor), delay, TimeUnit.MILLISECONDS);
        }
    }

    /** Sets the keys of the moment where a new window has begun; package-private for tests with a clock of their own. */
    synchronized void rotate() {
        Instant now = clock.instant();
        if (!closed && windows.at(now) != window) {
            window = windows.at(now);
            policies.forEach((sessions, policy) -> give(sessions, policy, now));
        }
    }

    private void give(OpenSslSessionContext sessions, byte[] policy, Instant now) {
        sessions.setTicketKeys(keys.of(policy, now));
    }

    /** Touches no context any more: they may be released then. */
    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel(false);
        }
    }
}
