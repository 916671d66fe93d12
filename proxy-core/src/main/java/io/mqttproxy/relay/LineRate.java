package io.mqttproxy.relay;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * So many lines in a second and no more; the others are counted.
 *
 * <p>Any thread, without a lock. What is left out costs a look at the clock and at one number that nobody writes any more in
 * that second, and a count that each thread keeps for itself; nothing is allocated.
 */
public final class LineRate {

    private static final int COUNT_BITS = 24;
    private static final int MOST = (1 << COUNT_BITS) - 1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** The second in the upper bits, and how many lines it has had in the lower ones. */
    private final AtomicLong window = new AtomicLong(1L << COUNT_BITS | MOST); // of a second that is over

    private final LongAdder leftOut = new LongAdder();
    private final long origin = System.nanoTime() - 2 * NANOS_PER_SECOND;

    /**
     * Whether one more line may be written now; if not, it is counted.
     *
     * @param perSecond at least 1; {@link Integer#MAX_VALUE} for no limit
     */
    public boolean admits(int perSecond) {
        return perSecond == Integer.MAX_VALUE || admits(perSecond, (System.nanoTime() - origin) / NANOS_PER_SECOND);
    }

    /** The same in a given second. */
    boolean admits(int perSecond, long second) {
        int limit = Math.min(perSecond, MOST);
        while (true) {
            long seen = window.get();
            long next;
            if (second > seen >>> COUNT_BITS) {
                next = second << COUNT_BITS | 1;
            } else if ((seen & MOST) < limit) { // of this second, or of one that another thread is in already
                next = seen + 1;
            } else {
                leftOut.increment();
                return false;
            }
            if (window.compareAndSet(seen, next)) {
                return true;
            }
        }
    }

    /** How many lines were left out so far. */
    public long leftOut() {
        return leftOut.sum();
    }
}
