package io.mqttproxy.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Backends that serve the same clients, and the balancers that pick among them. Safe to use from every thread. A changed
 * list of backends means a new cluster; {@link BackendState}s that stay are handed to it and keep what they know.
 */
public final class Cluster {

    private static final Eligibility AVAILABLE = BackendState::available;
    private static final Eligibility IN_SERVICE = BackendState::inService;
    private static final Choice<RouteKey> PICK = Balancer::pick;
    private static final Choice<Long> HOME = Balancer::home;
    /** The own zone is preferred while so much of its weight is available. */
    private static final int ENOUGH_OF_ZONE = 50;

    /** What a balancer is asked for, by what is known of a client. */
    private interface Choice<K> {
        @Nullable BackendState of(Balancer balancer, Eligibility eligible, K key);
    }

    private final String name;
    private final List<BackendState> backends;
    private final ClusterPolicy policy;
    private final List<Tier> tiers;
    private final Eligibility availableHere;

    /**
     * Makes a cluster with the defaults of {@link ClusterPolicy#of}.
     *
     * @throws IllegalArgumentException when there is no backend or two have the same name
     */
    public Cluster(String name, List<BackendState> backends, BalancerFactory balancer) {
        this(name, backends, ClusterPolicy.of(balancer));
    }

    /**
     * Makes a cluster.
     *
     * @param name its name in the configuration
     * @param backends its backends; the list is copied
     * @param policy how it chooses among them
     * @throws IllegalArgumentException when there is no backend or two have the same name
     */
    public Cluster(String name, List<BackendState> backends, ClusterPolicy policy) {
        this(List.copyOf(backends), name, policy);
        if (this.backends.isEmpty()) {
            throw new IllegalArgumentException(name + ".backends: none (expected: at least one backend)");
        }
    }

    private Cluster(List<BackendState> backends, String name, ClusterPolicy policy) {
        this.name = name;
        this.backends = backends;
        this.policy = policy;
        checkNames(name, this.backends);
        this.tiers = tiers(this.backends, policy.balancer());
        this.availableHere = backend -> backend.backend().zone().equals(policy.zone()) && backend.available();
        Membership membership = new Membership(
                this.backends, policy.maxEjectedPercent(), policy.slowStart().toNanos());
        this.backends.forEach(backend -> backend.join(membership));
    }

    /** A cluster whose backends are not known yet: it picks nobody. */
    public static Cluster empty(String name, ClusterPolicy policy) {
        return new Cluster(List.of(), name, policy);
    }

    /**
     * The same cluster with other backends, which takes those over that both have: afterwards this one is only good for
     * clients that are on their way.
     *
     * @param others at least one, with different names
     * @throws IllegalArgumentException when there is no backend or two have the same name
     */
    public Cluster with(List<BackendState> others) {
        return new Cluster(name, others, policy);
    }

    private static List<Tier> tiers(List<BackendState> backends, BalancerFactory factory) {
        Map<Integer, List<BackendState>> byNumber = new TreeMap<>();
        backends.forEach(backend -> byNumber.computeIfAbsent(backend.backend().tier(), tier -> new ArrayList<>())
                .add(backend));
        return byNumber.values().stream()
                .map(List::copyOf)
                .map(members -> new Tier(members, factory))
                .toList();
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
     * <p>The first tier that can serve does, with those of its backends that are available. When none can, those that are
     * down or ejected get their chance: a try that may fail is better than a refusal that is certain, and a health check
     * that is wrong must not stop a whole fleet. A backend that is drained or has weight 0 is never picked.
     *
     * @param key what is known of the client
     * @param tried backends that this client has tried already and that are not picked again
     * @return the pick, or null when nobody is left
     */
    public @Nullable BackendState select(RouteKey key, Collection<BackendState> tried) {
        if (tried.isEmpty()) {
            return select(PICK, key, AVAILABLE, availableHere, IN_SERVICE);
        }
        return select(
                PICK,
                key,
                backend -> backend.available() && !tried.contains(backend),
                backend -> availableHere.test(backend) && !tried.contains(backend),
                backend -> backend.inService() && !tried.contains(backend));
    }

    /**
     * The backend that a client belongs to now by the hash of its key, whatever that backend carries: a client that is
     * elsewhere has strayed, see {@link Rebalance#strays}. Changes nothing.
     *
     * @return null when the policy is not one of hashing, or when no backend can be used
     */
    public @Nullable BackendState home(RouteKey key) {
        return home(keyHash(key));
    }

    /** The same for a client of whom only {@link #keyHash} was kept. */
    public @Nullable BackendState home(long keyHash) {
        return select(HOME, keyHash, AVAILABLE, availableHere, IN_SERVICE);
    }

    /** All that has to be kept of a client to find its {@link #home(long)} later; meaningless when nothing is hashed. */
    public long keyHash(RouteKey key) {
        return tiers.isEmpty() ? 0 : tiers.get(0).balancer().keyHash(key);
    }

    /** Whether a client belongs to one backend, by the hash of its key. */
    public boolean hashes() {
        return !tiers.isEmpty() && tiers.get(0).balancer().hashes();
    }

    /** How much more than its even share a backend may carry, above 1; infinite for any load. */
    double loadFactor() {
        return tiers.isEmpty()
                ? Double.POSITIVE_INFINITY
                : tiers.get(0).balancer().loadFactor();
    }

    private <K> @Nullable BackendState select(
            Choice<K> choice, K key, Eligibility usable, Eligibility usableHere, Eligibility lastResort) {
        for (int i = 0; i < tiers.size(); i++) {
            Tier tier = tiers.get(i);
            if (serves(tier)) {
                BackendState picked = pick(choice, tier, key, usable, usableHere);
                if (picked != null) {
                    return picked;
                }
            }
        }
        return panic(choice, key, lastResort);
    }

    private <K> @Nullable BackendState pick(
            Choice<K> choice, Tier tier, K key, Eligibility usable, Eligibility usableHere) {
        if (!policy.zone().isEmpty() && tier.percentOfZone(policy.zone()) >= ENOUGH_OF_ZONE) {
            BackendState near = choice.of(tier.balancer(), usableHere, key);
            if (near != null) {
                return near;
            }
        }
        return choice.of(tier.balancer(), usable, key);
    }

    /** The tier with the most that is available, health ignored; then the others. */
    private <K> @Nullable BackendState panic(Choice<K> choice, K key, Eligibility lastResort) {
        if (tiers.isEmpty()) {
            return null;
        }
        Tier fullest = tiers.get(0);
        for (int i = 1; i < tiers.size(); i++) {
            if (tiers.get(i).percent(AVAILABLE) > fullest.percent(AVAILABLE)) {
                fullest = tiers.get(i);
            }
        }
        BackendState picked = choice.of(fullest.balancer(), lastResort, key);
        for (int i = 0; picked == null && i < tiers.size(); i++) {
            picked = choice.of(tiers.get(i).balancer(), lastResort, key);
        }
        return picked;
    }

    /** Whether enough of a tier is available; with no threshold, the pick itself finds out. */
    private boolean serves(Tier tier) {
        return policy.panicPercent() == 0 || tier.percent(AVAILABLE) >= policy.panicPercent();
    }

    /** The backends that clients are sent to now: those of the first tier that can serve; empty in a panic. */
    List<BackendState> serving() {
        return tiers.stream()
                .filter(this::serves)
                .map(tier ->
                        tier.backends().stream().filter(BackendState::available).toList())
                .filter(available -> !available.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static void checkNames(String cluster, List<BackendState> backends) {
        Set<String> names = new HashSet<>();
        for (BackendState backend : backends) {
            if (!names.add(backend.backend().name())) {
                throw new IllegalArgumentException(cluster + ".backends: "
                        + backend.backend().name() + " appears twice (expected: each backend once; use its weight)");
            }
        }
    }
}
