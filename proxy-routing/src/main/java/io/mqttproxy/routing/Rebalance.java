package io.mqttproxy.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which clients have to move so that every backend gets its share again: pure functions, nothing is moved here.
 *
 * <p>Each proxy evens out its own connections. For policies without hashing, {@link #surplus} says how many of each
 * backend's clients are too many, and any of them will do. With hashing, {@link #strays} says which clients are not where
 * they belong.
 */
public final class Rebalance {

    /**
     * What a backend carries and should carry.
     *
     * @param backend which one
     * @param weight its share among the others; 0 = it should carry nothing
     * @param connections what it carries
     * @param <B> the type of a backend
     */
    public record Load<B>(B backend, int weight, int connections) {}

    private Rebalance() {}

    /**
     * What a cluster's backends carry and should carry: by weight for those that clients are sent to now, nothing for
     * those that are drained or of another tier. Backends that are down or ejected are left out: what they still carry may
     * be well, and what to do about it is decided by whoever finds them down.
     */
    public static List<Load<BackendState>> loads(Cluster cluster) {
        Set<BackendState> serving = Set.copyOf(cluster.serving());
        List<Load<BackendState>> loads = new ArrayList<>();
        for (BackendState backend : cluster.backends()) {
            if (backend.available() || backend.draining()) {
                int weight = serving.contains(backend) ? backend.backend().weight() : 0;
                loads.add(new Load<>(backend, weight, backend.connections()));
            }
        }
        return List.copyOf(loads);
    }

    /**
     * The most clients that each backend of a cluster with bounded load may carry, for {@link #strays(Iterable, Function,
     * Function, Map)}; empty when any load is taken.
     */
    public static Map<BackendState, Integer> most(Cluster cluster) {
        List<Load<BackendState>> loads = loads(cluster);
        long connections = loads.stream().mapToLong(Load::connections).sum();
        long weights = loads.stream().mapToLong(Load::weight).sum();
        if (weights == 0 || cluster.loadFactor() == Double.POSITIVE_INFINITY) {
            return Map.of();
        }
        Map<BackendState, Integer> most = new HashMap<>();
        double perWeight = cluster.loadFactor() * connections / weights;
        loads.forEach(load -> most.put(load.backend(), (int) Math.ceil(perWeight * load.weight())));
        return most;
    }

    /**
     * How many clients have to leave each backend for an even share, and not one more: after they have been spread over the
     * others, every backend is within one client of its share by weight.
     *
     * @return backends in the order given, only those that have clients to lose; empty when there is no weight at all
     */
    public static <B> Map<B, Integer> surplus(List<Load<B>> loads) {
        long connections = loads.stream().mapToLong(Load::connections).sum();
        long weights = loads.stream().mapToLong(Load::weight).sum();
        if (weights == 0) {
            return Map.of();
        }
        // A share has a fraction. Those who carry the most above the whole part may keep one more, as long as there
        // are.
        long[] keep = loads.stream()
                .mapToLong(load -> connections * load.weight() / weights)
                .toArray();
        long left = connections;
        for (long share : keep) {
            left -= share;
        }
        for (int i : byExcess(loads, keep)) {
            if (left > 0 && loads.get(i).weight() > 0) {
                keep[i]++;
                left--;
            }
        }
        Map<B, Integer> surplus = new LinkedHashMap<>();
        for (int i = 0; i < keep.length; i++) {
            if (loads.get(i).connections() > keep[i]) {
                surplus.put(loads.get(i).backend(), (int) (loads.get(i).connections() - keep[i]));
            }
        }
        return surplus;
    }

    private static <B> List<Integer> byExcess(List<Load<B>> loads, long[] keep) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < keep.length; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingLong(i -> keep[i] - loads.get(i).connections()));
        return order;
    }

    /**
     * The clients that are not where they belong.
     *
     * @param clients that are connected
     * @param at where each client is
     * @param home where it belongs, see {@link Cluster#home}; null for a client that belongs nowhere
     * @param <C> the type of a client
     * @param <B> the type of a backend
     * @return in the order given
     */
    public static <C, B> List<C> strays(Iterable<C> clients, Function<C, B> at, Function<C, @Nullable B> home) {
        return strays(clients, at, home, Map.of());
    }

    /**
     * The clients that are not where they belong and will find room there: with bounded load, a client whose home is full
     * would come back to where it is.
     *
     * @param most how many connections each backend may have; any number for one that is not in it
     */
    public static <C, B> List<C> strays(
            Iterable<C> clients, Function<C, B> at, Function<C, @Nullable B> home, Map<B, Integer> most) {
        Map<B, Integer> carried = new HashMap<>();
        clients.forEach(client -> carried.merge(at.apply(client), 1, Integer::sum));
        List<C> strays = new ArrayList<>();
        for (C client : clients) {
            B from = at.apply(client);
            @Nullable B to = home.apply(client);
            if (to != null
                    && !to.equals(from)
                    && carried.getOrDefault(to, 0) < most.getOrDefault(to, Integer.MAX_VALUE)) {
                strays.add(client);
                carried.merge(from, -1, Integer::sum);
                carried.merge(to, 1, Integer::sum);
            }
        }
        return List.copyOf(strays);
    }
}
