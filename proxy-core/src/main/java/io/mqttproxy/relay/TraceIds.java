package io.mqttproxy.relay;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Draws ids of traces, and by them decides who is traced: by the last 56 bits, as W3C Trace Context, level 2 (section "Random
 * Trace ID flag") means it, so that a collector that keeps a share by the same bits keeps whole traces. Any thread.
 */
final class TraceIds {

    private static final long RANDOM_PART = (1L << 56) - 1;
    private static final int ALL = 100;

    private final Supplier<? extends RandomGenerator> randoms;

    /**
     * @param randoms gives each thread one that no other thread uses
     */
    TraceIds(Supplier<? extends RandomGenerator> randoms) {
        this.randoms = randoms;
    }

    /**
     * One for a connection that is traced; null for others, which cost one random number.
     *
     * @param percent of the connections, 0 to 100
     */
    @Nullable TraceId draw(int percent) {
        RandomGenerator random = randoms.get();
        long low = random.nextLong();
        return isIn(low, percent) ? new TraceId(random.nextLong() | 1, low) : null; // zeros alone are no id
    }

    private static boolean isIn(long low, int percent) {
        long rejected = (RANDOM_PART + 1) / ALL * (ALL - percent);
        return percent > 0 && (low & RANDOM_PART) >= rejected;
    }
}
