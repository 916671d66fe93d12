package io.mqttproxy.listener;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lets through a number of events a second, with bursts of up to what comes together in a given time.
 *
 * <p>Keeps one number, the theoretical arrival time of the generic cell rate algorithm (ITU-T I.371), and changes it with a
 * single compare-and-set: safe and cheap for all event loops at once.
 */
final class TokenBucket {

    private static final long SECOND = 1_000_000_000L;

    private final LongSupplier nanoClock;
    private final long interval;
    private final long depth;
    private final AtomicLong theoreticalArrival;

    /**
     * @param perSecond at least 1
     * @param depth for how long it is saved up for a burst, in nanoseconds; one second at least
     * @param nanoClock monotonic, in nanoseconds
     */
    TokenBucket(int perSecond, long depth, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.interval = SECOND / perSecond;
        this.depth = depth;
        this.theoreticalArrival = new AtomicLong(nanoClock.getAsLong() - depth);
    }

    boolean tryTake() {
        return tryTakeAbove(0);
    }

    /**
     * Takes one where that leaves enough behind.
     *
     * @param reserve what has to be left, as the time in which it comes together, in nanoseconds
     */
    boolean tryTakeAbove(long reserve) {
        long now = nanoClock.getAsLong();
        while (true) {
            long before = theoreticalArrival.get();
            long earliest = before - (now - depth) < 0 ? now - depth : before;
            long after = earliest + interval;
            if (after - now > -reserve) {
                return false;
            }
            if (theoreticalArrival.compareAndSet(before, after)) {
                return true;
            }
        }
    }
}
