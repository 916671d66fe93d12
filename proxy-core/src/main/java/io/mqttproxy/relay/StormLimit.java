package io.mqttproxy.relay;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Gives each client of a dead backend a moment of its own to be closed at, so that they do not all come back in the same
 * second. Safe for all event loops.
 */
public final class StormLimit {

    private final long intervalNanos;
    private final LongSupplier nanoClock;
    private final AtomicLong next;

    /**
     * Starts with nobody waiting.
     *
     * @param perSecond how many clients may be closed in a second
     * @param nanoClock {@link System#nanoTime} but in tests
     */
    public StormLimit(int perSecond, LongSupplier nanoClock) {
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.nanoClock = nanoClock;
        this.next = new AtomicLong(nanoClock.getAsLong());
    }

    /** Takes the next moment; how long it is until then, in nanoseconds. */
    long waitNanos() {
        long now = nanoClock.getAsLong();
        long moment = next.getAndUpdate(free -> Math.max(free - now, 0) + now + intervalNanos);
        return Math.max(moment - now, 0);
    }
}
