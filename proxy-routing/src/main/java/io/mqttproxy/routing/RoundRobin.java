package io.mqttproxy.routing;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Each backend in turn, as often as its weight says, the turns of a heavy one spread over the round.
 *
 * <p>Each backend has the moment at which its next turn is due and the pick goes to the earliest; its next turn is
 * then due one stride (a round divided by its weight) later. The first turns of backends of equal weight are spread
 * evenly over their stride: weights 5, 1, 1 give a b a a a c a. One that was out for a while has a turn long overdue:
 * it counts as due now, so it rejoins without a burst.
 *
 * <p>Lock-free: a pick costs one compare-and-set on the picked backend's moment, and is repeated when another thread
 * was faster. Moments are compared by their difference, so that they may overflow, as with {@link System#nanoTime()}.
 */
public final class RoundRobin implements Balancer {

    /**
     * The length of a round: a multiple of 1 to 16, so that the strides of usual weights are exact, and small enough
     * that a backend can be out for 10^11 rounds before its moment would seem to lie ahead.
     */
    private static final long ROUND = 720_720L << 4;

    private final List<BackendState> backends;
    private final long[] strides;
    private final AtomicLongArray due;
    /** The moment of the latest pick. */
    private final AtomicLong now;

    /** Makes a balancer at the start of its round. */
    public RoundRobin(List<BackendState> backends) {
        this(backends, 0);
    }

    /** Makes a balancer whose time begins at a moment. */
    RoundRobin(List<BackendState> backends, long start) {
        this.backends = backends;
        this.now = new AtomicLong(start);
        this.strides = backends.stream().mapToLong(RoundRobin::stride).toArray();
        this.due = new AtomicLongArray(firstTurns(strides, start));
    }

    @Override
    public @Nullable BackendState pick(Eligibility eligible, RouteKey key) {
        while (true) {
            int first = -1;
            long firstDue = 0;
            long seen = 0;
            long floor = now.get();
            for (int i = 0; i < strides.length; i++) {
                if (eligible.test(backends.get(i))) {
                    long candidate = due.get(i);
                    long turn = later(candidate, floor);
                    if (first < 0 || turn - firstDue < 0) {
                        first = i;
                        firstDue = turn;
                        seen = candidate;
                    }
                }
            }
            if (first < 0) {
                return null;
            }
            if (due.compareAndSet(first, seen, firstDue + stride(first))) {
                now.accumulateAndGet(firstDue, RoundRobin::later);
                return backends.get(first);
            }
        }
    }

    /** One that starts slowly has its turns further apart. */
    private long stride(int index) {
        int warmth = backends.get(index).warmth();
        return warmth == BackendState.WARM ? strides[index] : strides[index] / warmth * BackendState.WARM;
    }

    /** The k-th of n backends with the same stride starts in the middle of the k-th n-th of it. */
    private static long[] firstTurns(long[] strides, long start) {
        long[] turns = new long[strides.length];
        for (int i = 0; i < strides.length; i++) {
            int equals = 0;
            int before = 0;
            for (int j = 0; j < strides.length; j++) {
                equals += strides[j] == strides[i] ? 1 : 0;
                before += strides[j] == strides[i] && j < i ? 1 : 0;
            }
            turns[i] = start + strides[i] / 2 / equals * (2L * before + 1);
        }
        return turns;
    }

    private static long stride(BackendState backend) {
        return ROUND / Math.max(1, backend.backend().weight());
    }

    private static long later(long a, long b) {
        return a - b > 0 ? a : b;
    }
}
