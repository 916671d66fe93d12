package io.mqttproxy.routing;

import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Two different backends by chance, as likely as their weights say, and of these the one that would carry less per weight
 * with one connection more (the power of two choices; Mitzenmacher 2001).
 *
 * <p>Nearly as even as {@link LeastConnections}, and it does not send all new clients of all proxies to the same empty
 * backend at once.
 */
public final class RandomOfTwo implements Balancer {

    private static final int ATTEMPTS = 4;

    private final List<BackendState> backends;
    /** At each index the sum of the weights up to and including it. */
    private final int[] sums;

    private final LongSupplier random;

    /**
     * Makes a balancer.
     *
     * @param random 64 random bits a call; called from every event loop at once, such as
     *     {@code () -> ThreadLocalRandom.current().nextLong()}
     */
    public RandomOfTwo(List<BackendState> backends, LongSupplier random) {
        this.backends = backends;
        this.random = random;
        this.sums = new int[backends.size()];
        int sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum = Math.addExact(sum, backends.get(i).backend().weight());
            sums[i] = sum;
        }
    }

    @Override
    public @Nullable BackendState pick(Eligibility eligible, RouteKey key) {
        int total = sums.length == 0 ? 0 : sums[sums.length - 1];
        if (total == 0) {
            return null;
        }
        for (int i = 0; i < ATTEMPTS; i++) {
            BackendState picked = draw(total, eligible);
            if (picked != null) {
                return picked;
            }
        }
        return leastLoaded(eligible);
    }

    private @Nullable BackendState draw(int total, Eligibility eligible) {
        long bits = random.getAsLong();
        int first = at(scaled(bits >>> 32, total));
        BackendState one = backends.get(first);
        int start = first == 0 ? 0 : sums[first - 1];
        int others = total - (sums[first] - start);
        if (others == 0) {
            return eligible.test(one) ? one : null;
        }
        int second = scaled(bits & 0xffff_ffffL, others);
        BackendState two = backends.get(at(second < start ? second : second + sums[first] - start));
        if (!eligible.test(one)) {
            return eligible.test(two) ? two : null;
        }
        return eligible.test(two) && LeastConnections.lighter(two, one) ? two : one;
    }

    /** Most backends are out: luck may go on for long, so all are looked at. */
    private @Nullable BackendState leastLoaded(Eligibility eligible) {
        BackendState least = null;
        for (int i = 0; i < backends.size(); i++) {
            BackendState backend = backends.get(i);
            if (eligible.test(backend) && (least == null || LeastConnections.lighter(backend, least))) {
                least = backend;
            }
        }
        return least;
    }

    /** 32 random bits as a number below a bound; off by less than one in four million for the largest sums of weights. */
    private static int scaled(long bits, int bound) {
        return (int) ((bits * bound) >>> 32);
    }

    /** The first index whose sum is above a number. */
    private int at(int number) {
        int low = 0;
        int high = sums.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums[middle] > number) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
