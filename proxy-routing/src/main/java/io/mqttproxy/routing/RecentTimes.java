package io.mqttproxy.routing;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Times that were measured within the last five minutes: a histogram for each minute, the minute that is not over included. Its
 * buckets grow with the times, eight for each power of two, so that a connect within a data centre and one around the world
 * are told equally well.
 *
 * <p>Every thread may write and read, without a lock. A minute without times has no histogram: most backends of a quiet
 * proxy cost a few bytes.
 */
final class RecentTimes {

    private static final long SLICE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int SLICES = 5;
    private static final long NANOS_PER_HALF_MICRO = 500;

    /** Buckets for each power of two, as a power of two. */
    private static final int SUB_BITS = 3;

    private static final int SUB_BUCKETS = 1 << SUB_BITS;

    /** Of the longest time that is told from longer ones: 2^27 microseconds are more than two minutes. */
    private static final int MAX_EXPONENT = 26;

    private static final int BUCKETS = (MAX_EXPONENT - SUB_BITS + 2) * SUB_BUCKETS;

    /**
     * One minute.
     *
     * @param number of the minute since the start
     * @param counts by bucket
     */
    private record Slice(long number, AtomicIntegerArray counts) {}

    private final AtomicReferenceArray<@Nullable Slice> slices = new AtomicReferenceArray<>(SLICES);
    private final LongSupplier nanoClock;
    private final long start;

    /** With nothing measured. */
    RecentTimes(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.start = nanoClock.getAsLong();
    }

    /** Takes a time in; negative ones, of a clock that was set back, count as none at all. */
    void add(long nanos) {
        current().counts().incrementAndGet(bucket(TimeUnit.NANOSECONDS.toMicros(Math.max(0, nanos))));
    }

    private Slice current() {
        long number = number();
        int index = (int) (number % SLICES);
        @Nullable Slice slice = slices.get(index);
        if (slice != null && slice.number() >= number) {
            return slice;
        }
        slices.compareAndSet(index, slice, new Slice(number, new AtomicIntegerArray(BUCKETS)));
        return Objects.requireNonNull(slices.get(index)); // whoever was first
    }

    /** The quantiles of what was measured lately; null when nothing was. */
    @Nullable ConnectTimes summary() {
        long oldest = number() - SLICES + 1;
        long[] sums = new long[BUCKETS];
        for (int i = 0; i < SLICES; i++) {
            @Nullable Slice slice = slices.get(i);
            if (slice != null && slice.number() >= oldest) {
                for (int bucket = 0; bucket < BUCKETS; bucket++) {
                    sums[bucket] += slice.counts().get(bucket);
                }
            }
        }
        long total = Arrays.stream(sums).sum();
        return total == 0 ? null : new ConnectTimes(quantile(sums, total, 50), quantile(sums, total, 99));
    }

    private long number() {
        return (nanoClock.getAsLong() - start) / SLICE_NANOS;
    }

    /** The middle of the bucket that the value of this rank is in. */
    private static Duration quantile(long[] sums, long total, int percent) {
        long rank = (total * percent + 99) / 100;
        int bucket = 0;
        for (long seen = sums[0]; seen < rank; seen += sums[bucket]) {
            bucket++;
        }
        return Duration.ofNanos((lowest(bucket) + lowest(bucket + 1)) * NANOS_PER_HALF_MICRO);
    }

    private static int bucket(long micros) {
        if (micros < SUB_BUCKETS) {
            return (int) micros;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(micros);
        if (exponent > MAX_EXPONENT) {
            return BUCKETS - 1;
        }
        int step = (int) (micros >>> (exponent - SUB_BITS)) - SUB_BUCKETS;
        return (exponent - SUB_BITS + 1) * SUB_BUCKETS + step;
    }

    /** The shortest time of a bucket, in microseconds. */
    private static long lowest(int bucket) {
        if (bucket < SUB_BUCKETS) {
            return bucket;
        }
        int octave = bucket / SUB_BUCKETS - 1;
        return (long) (SUB_BUCKETS + bucket % SUB_BUCKETS) << octave;
    }
}
