package io.mqttproxy.routing;

import static io.mqttproxy.routing.Fixtures.ALL;
import static io.mqttproxy.routing.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What hashing promises, over seeds: names of backends and clients are random, the bounds are not. */
class HashingPropertiesTest {

    private static final int CLIENTS = 100_000;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 8);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void maglevIsEvenAtFiftyBackends(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<BackendState, Integer> counts = count(new Maglev(backends(random, 50, 1)), clients(random));

        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        assertThat(most / (CLIENTS / 50.0)).isLessThanOrEqualTo(1.1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rendezvousMovesOnlyWhatItMustWhenABackendLeavesOrJoins(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = random.nextInt(3, 40);
        List<BackendState> all = backends(random, count, 1);
        List<BackendState> fewer = all.subList(1, count);
        List<RouteKey> clients = clients(random);

        double moved = moved(new Rendezvous(all), new Rendezvous(fewer), clients);

        assertThat(moved).isLessThanOrEqualTo(1.5 / count).isPositive();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void maglevMovesAtMostTwiceWhatItMustWhenABackendLeavesOrJoins(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = random.nextInt(3, 40);
        List<BackendState> all = backends(random, count, 1);
        List<BackendState> fewer = all.subList(1, count);
        List<RouteKey> clients = clients(random);

        double moved = moved(new Maglev(all), new Maglev(fewer), clients);

        assertThat(moved).isLessThanOrEqualTo(2.0 / count + 0.01).isPositive();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bothRespectRandomWeightsWithinTwoPercent(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<BackendState> backends = backends(random, random.nextInt(2, 30), 1000);
        double all = backends.stream().mapToInt(b -> b.backend().weight()).sum();
        List<RouteKey> clients = clients(random);

        for (Balancer balancer : List.of(new Rendezvous(backends), new Maglev(backends))) {
            Map<BackendState, Integer> counts = count(balancer, clients);
            for (BackendState backend : backends) {
                double share = counts.getOrDefault(backend, 0) / (double) CLIENTS;
                assertThat(share).isCloseTo(backend.backend().weight() / all, within(0.02));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void boundedLoadIsNeverExceeded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<BackendState> backends = backends(random, random.nextInt(2, 20), 5);
        double factor = 1.05 + random.nextDouble();
        long weights = backends.stream().mapToInt(b -> b.backend().weight()).sum();
        for (Balancer balancer : List.of(
                new Rendezvous(backends, HashKey.CLIENT_ID, factor), new Maglev(backends, HashKey.CLIENT_ID, factor))) {
            List<BackendState> connected = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                BackendState picked = Objects.requireNonNull(balancer.pick(ALL, client("device-" + random.nextLong())));
                picked.opened();
                connected.add(picked);
                double bound =
                        Math.ceil(factor * connected.size() * picked.backend().weight() / weights);
                assertThat((double) picked.connections()).isLessThanOrEqualTo(bound);
                if (random.nextInt(3) == 0) {
                    connected.remove(random.nextInt(connected.size())).closed();
                }
            }
            connected.forEach(BackendState::closed);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rendezvousPicksWhatTheFormulaSays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> names = IntStream.range(0, 50)
                .mapToObj(i -> "b" + random.nextLong())
                .sorted()
                .toList();
        int[] weights = random.ints(50, 0, seed % 2 == 0 ? 2 : 1001).toArray();
        WeightedHash fast = WeightedHash.of(names, weights);
        for (int i = 0; i < 20_000; i++) {
            long hash = random.nextLong();
            assertThat(fast.first(hash)).isEqualTo(byTheFormula(hash, names, weights));
        }
    }

    private static int byTheFormula(long hash, List<String> names, int[] weights) {
        int best = -1;
        double bestScore = 0;
        for (int i = 0; i < weights.length; i++) {
            double u = ((StableHash.combine(hash, StableHash.of(names.get(i))) >>> 11) + 0.5) * 0x1p-53;
            double score = -weights[i] / StrictMath.log(u);
            if (score > bestScore) {
                best = i;
                bestScore = score;
            }
        }
        return best;
    }

    private static double moved(Balancer before, Balancer after, List<RouteKey> clients) {
        long moved = clients.stream()
                .filter(key -> before.pick(ALL, key) != after.pick(ALL, key))
                .count();
        return moved / (double) clients.size();
    }

    private static Map<BackendState, Integer> count(Balancer balancer, List<RouteKey> clients) {
        Map<BackendState, Integer> counts = new HashMap<>();
        clients.forEach(key -> counts.merge(Objects.requireNonNull(balancer.pick(ALL, key)), 1, Integer::sum));
        return counts;
    }

    private static List<BackendState> backends(SplittableRandom random, int count, int maxWeight) {
        List<BackendState> backends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + i + ":1883";
            backends.add(Fixtures.state(name, random.nextInt(1, maxWeight + 1)));
        }
        return List.copyOf(backends);
    }

    /** Half of them numbered, as fleets are, half of them random. */
    private static List<RouteKey> clients(SplittableRandom random) {
        String prefix = "fleet-" + random.nextInt(1000) + "/device-";
        return IntStream.range(0, CLIENTS)
                .mapToObj(i -> client(i % 2 == 0 ? prefix + i : Long.toHexString(random.nextLong())))
                .toList();
    }
}
