package io.mqttproxy.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same client always to the same backend, without any table: weighted rendezvous hashing (highest random weight;
 * Thaler and Ravishankar 1998, weighted after Schindelhauer and Schomaker 2005).
 *
 * <p>Client and backend name together give a pseudo-random u in (0, 1); the backend with the highest score,
 * {@code -weight / ln u}, wins. Every proxy that knows the same names and weights agrees, in whatever order it lists them. When a
 * backend goes, only its clients move, and they spread over the others by weight; when it is back, they return.
 *
 * <p>The key is the client identifier; when that is empty, the verified identity, and without one the source address.
 */
public final class Rendezvous implements Balancer {

    /** The distance of two neighbouring values of u: 53 bits are what a double between 0 and 1 holds. */
    private static final double UNIT = 0x1p-53;

    private final List<BackendState> backends;

    /** Makes a balancer; it has no state that changes. */
    public Rendezvous(List<BackendState> backends) {
        this.backends = backends;
    }

    @Override
    public @Nullable BackendState pick(Eligibility eligible, RouteKey key) {
        long hash = StableHash.of(text(key));
        BackendState best = null;
        double bestScore = 0;
        for (int i = 0; i < backends.size(); i++) {
            BackendState backend = backends.get(i);
            if (eligible.test(backend)) {
                double score = score(hash, backend);
                if (best == null || score > bestScore || (score == bestScore && before(backend, best))) {
                    best = backend;
                    bestScore = score;
                }
            }
        }
        return best;
    }

    private static double score(long hash, BackendState backend) {
        double u = ((StableHash.combine(hash, backend.nameHash()) >>> 11) + 0.5) * UNIT;
        // StrictMath, because Math.log may differ in its last bit from one processor to the next.
        return -backend.backend().weight() / StrictMath.log(u);
    }

    /** Decides between equal scores in a way that does not depend on the order of the configuration. */
    private static boolean before(BackendState a, BackendState b) {
        return a.backend().name().compareTo(b.backend().name()) < 0;
    }

    private static String text(RouteKey key) {
        if (!key.clientId().isEmpty()) {
            return key.clientId();
        }
        String identity = key.identity();
        return identity == null ? key.source() : identity;
    }
}
