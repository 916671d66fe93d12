package io.mqttproxy.routing;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The backend that would carry the least per weight with one connection more: the smallest (connections + 1) / weight. One
 * that starts slowly counts with less weight.
 *
 * <p>Among equals it is the turn of the one that was picked longest ago, which is fair whichever of them are equal. Two
 * threads that pick at the same moment may pick the same one; the next pick makes up for it.
 */
public final class LeastConnections implements Balancer {

    private final List<BackendState> backends;
    private final AtomicLong picks = new AtomicLong();
    /** The number of the pick that each backend got last. */
    private final AtomicLongArray lastPick;

    /** Makes a balancer that has picked nothing yet. */
    public LeastConnections(List<BackendState> backends) {
        this.backends = backends;
        this.lastPick = new AtomicLongArray(backends.size());
    }

    @Override
    public @Nullable BackendState pick(Eligibility eligible, RouteKey key) {
        int least = -1;
        long leastLoad = 0;
        long leastWeight = 1;
        for (int i = 0; i < lastPick.length(); i++) {
            BackendState backend = backends.get(i);
            if (eligible.test(backend)) {
                long load = backend.connections() + 1L;
                long weight = (long) backend.backend().weight() * backend.warmth();
                // load / weight against leastLoad / leastWeight, without the rounding
                long difference = load * leastWeight - leastLoad * weight;
                if (least < 0 || difference < 0 || (difference == 0 && lastPick.get(i) < lastPick.get(least))) {
                    least = i;
                    leastLoad = load;
                    leastWeight = weight;
                }
            }
        }
        if (least < 0) {
            return null;
        }
        lastPick.set(least, picks.incrementAndGet());
        return backends.get(least);
    }

    /** Whether the first would carry less per weight with one connection more than the second would. */
    static boolean lighter(BackendState first, BackendState second) {
        long firstWeight = (long) first.backend().weight() * first.warmth();
        long secondWeight = (long) second.backend().weight() * second.warmth();
        return (first.connections() + 1L) * secondWeight < (second.connections() + 1L) * firstWeight;
    }
}
