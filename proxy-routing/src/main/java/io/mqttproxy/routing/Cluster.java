package io.mqttproxy.routing;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Backends that serve the same clients, and the balancer that picks among them. Safe to use from every thread. */
public final class Cluster {

    private static final Eligibility AVAILABLE = BackendState::available;
    private static final Eligibility IN_SERVICE = BackendState::inService;

    private final String name;
    private final List<BackendState> backends;
    private final Balancer balancer;

    /**
     * Makes a cluster.
     *
     * @param name its name in the configuration
     * @param backends its backends; the list is copied
     * @param balancer makes the balancer over them, see {@link Balancers#named}
     * @throws IllegalArgumentException when there is no backend or two have the same name
     */
    public Cluster(String name, List<BackendState> backends, BalancerFactory balancer) {
        this.name = name;
        this.backends = List.copyOf(backends);
        checkNames(name, this.backends);
        this.balancer = balancer.over(this.backends);
    }

    /** Its name in the configuration. */
    public String name() {
        return name;
    }

    /** Its backends, in the order of the configuration; immutable. */
    public List<BackendState> backends() {
        return backends;
    }

    /**
     * Picks a backend for a client. Allocates nothing when {@code tried} is empty.
     *
     * <p>Available backends come first. When none is left, those that are down or ejected get their chance: a try that
     * may fail is better than a refusal that is certain, and a health check that is wrong must not stop a whole fleet.
     * A backend of weight 0 is never picked.
     *
     * @param key what is known of the client
     * @param tried backends that this client has tried already and that are not picked again
     * @return the pick, or null when nobody is left
     */
    public @Nullable BackendState select(RouteKey key, Collection<BackendState> tried) {
        if (tried.isEmpty()) {
            return select(key, AVAILABLE, IN_SERVICE);
        }
        return select(
                key,
                backend -> backend.available() && !tried.contains(backend),
                backend -> backend.inService() && !tried.contains(backend));
    }

    private @Nullable BackendState select(RouteKey key, Eligibility preferred, Eligibility lastResort) {
        BackendState picked = balancer.pick(preferred, key);
        return picked != null ? picked : balancer.pick(lastResort, key);
    }

    private static void checkNames(String cluster, List<BackendState> backends) {
        if (backends.isEmpty()) {
            throw new IllegalArgumentException(cluster + ".backends: none (expected: at least one backend)");
        }
        Set<String> names = new HashSet<>();
        for (BackendState backend : backends) {
            if (!names.add(backend.backend().name())) {
                throw new IllegalArgumentException(cluster + ".backends: "
                        + backend.backend().name() + " appears twice (expected: each backend once; use its weight)");
            }
        }
    }
}
