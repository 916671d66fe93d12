package io.mqttproxy.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that a route leads to, with their shares. Which client goes where is decided by weighted rendezvous hashing
 * over client identifier and cluster name: the same client always goes to the same cluster, by every proxy, and a changed
 * share moves only the clients that it must. Immutable.
 */
public final class Targets {

    private static final int MAX_WEIGHT = 1000;

    private final Map<String, Integer> weights;
    private final List<String> names;
    private final WeightedHash hash;

    private Targets(Map<String, Integer> weights) {
        this.weights = Map.copyOf(weights);
        this.names = weights.keySet().stream().sorted().toList();
        this.hash = WeightedHash.of(names, names.stream().mapToInt(this::weight).toArray());
    }

    /** One cluster for all clients. */
    public static Targets one(String cluster) {
        return new Targets(Map.of(cluster, 1));
    }

    /**
     * Several clusters.
     *
     * @param weights by cluster, 0 to 1000, at least one of them above 0; 0 = no client
     * @throws IllegalArgumentException when a weight is out of its range or all are 0
     */
    public static Targets of(Map<String, Integer> weights) {
        Map<String, Integer> checked = new LinkedHashMap<>(weights);
        checked.forEach((name, weight) -> Check.range(name, weight, 0, MAX_WEIGHT));
        if (checked.values().stream().noneMatch(weight -> weight > 0)) {
            throw new IllegalArgumentException("every weight is 0 (expected: at least one above 0)");
        }
        return new Targets(checked);
    }

    /** The clusters' names in alphabetical order, those of weight 0 too; immutable. */
    public List<String> names() {
        return names;
    }

    /** The weights by name; immutable. */
    public Map<String, Integer> weights() {
        return weights;
    }

    /** The cluster of this client. Allocates nothing. */
    String of(RouteKey key) {
        return names.size() == 1 ? names.get(0) : names.get(hash.first(StableHash.of(HashKey.CLIENT_ID.of(key))));
    }

    private int weight(String name) {
        Integer weight = weights.get(name);
        return weight == null ? 0 : weight;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Targets that && weights.equals(that.weights);
    }

    @Override
    public int hashCode() {
        return weights.hashCode();
    }

    /** For example {@code blue:95, green:5}. */
    @Override
    public String toString() {
        if (names.size() == 1) {
            return names.get(0);
        }
        List<String> shares = new ArrayList<>();
        names.forEach(name -> shares.add(name + ":" + weight(name)));
        return String.join(", ", shares);
    }
}
