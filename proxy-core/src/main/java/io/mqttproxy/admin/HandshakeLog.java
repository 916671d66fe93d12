package io.mqttproxy.admin;

import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators why they did not get in, once a second at most: whoever can connect can fail. On one event loop. */
final class HandshakeLog {

    private static final Logger log = LoggerFactory.getLogger(HandshakeLog.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private long last;
    private int untold;

    /** @param nanoTime in nanoseconds from any moment, as {@link System#nanoTime} */
    HandshakeLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong() - PAUSE_NANOS;
    }

    void failed(@Nullable SocketAddress peer, String reason) {
        long now = nanoTime.getAsLong();
        if (now - last < PAUSE_NANOS) {
            untold++;
            return;
        }
        log.info(
                "A TLS handshake on the admin port failed: {} ({}); {} more since the last such line",
                reason,
                peer,
                untold);
        last = now;
        untold = 0;
    }
}
