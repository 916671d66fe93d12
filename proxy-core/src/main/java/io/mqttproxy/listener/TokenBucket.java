package io.mqttproxy.listener;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lets through a number of events a second, with bursts of up to one second's worth.
 *
 * <p>Keeps one number, the theoretical arrival time of the generic cell rate algorithm (ITU-T I.371), and changes it with a
 * single compare-and-set: safe and cheap for all event loops at once.
 */
final class TokenBucket {

    private static final long SECOND = 1_000_000_000L;

    private final LongSupplier nanoClock;
    private final long interval;
    private final AtomicLong theoreticalArrival;

    /**
     * @param perSecond at least 1
     * @param nanoClock monotonic, in nanoseconds
     */
    TokenBucket(int perSecond, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.interval = SECOND / perSecond;
        this.theoreticalArrival = new AtomicLong(nanoClock.getAsLong() - SECOND);
    }

    boolean tryTake() {
        long now = nanoClock.getAsLong();
        while (true) {
            long before = theoreticalArrival.get();
            long earliest = before - (now - SECOND) < 0 ? now - SECOND : before;
            long after = earliest + interval;
            if (after - now > 0) {
                return false;
            }
            if (theoreticalArrival.compareAndSet(before, after)) {
                return true;
            }
        }
    }
}
