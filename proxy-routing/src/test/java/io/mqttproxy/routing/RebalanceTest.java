package io.mqttproxy.routing;

import static io.mqttproxy.routing.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.routing.Rebalance.Load;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RebalanceTest {

    @Test
    void movesOnlyAsManyAsAnEvenShareNeeds() {
        List<Load<String>> loads = List.of(new Load<>("a", 1, 100), new Load<>("b", 1, 100), new Load<>("new", 1, 0));

        assertThat(Rebalance.surplus(loads)).isEqualTo(Map.of("a", 33, "b", 33));
    }

    @Test
    void movesNobodyWhenNobodyIsMoreThanOneClientOff() {
        assertThat(Rebalance.surplus(List.of(new Load<>("a", 1, 34), new Load<>("b", 1, 33), new Load<>("c", 1, 33))))
                .isEmpty();
        assertThat(Rebalance.surplus(List.of(new Load<>("a", 1, 33), new Load<>("b", 1, 33), new Load<>("c", 1, 34))))
                .isEmpty();
        assertThat(Rebalance.surplus(List.of(new Load<>("a", 1, 1), new Load<>("b", 1, 0))))
                .isEmpty();
    }

    @Test
    void goesByWeight() {
        assertThat(Rebalance.surplus(List.of(new Load<>("a", 1, 60), new Load<>("b", 2, 0))))
                .isEqualTo(Map.of("a", 40));
    }

    @Test
    void emptiesWhatHasNoWeight() {
        assertThat(Rebalance.surplus(List.of(new Load<>("drained", 0, 50), new Load<>("b", 1, 10))))
                .isEqualTo(Map.of("drained", 50));
    }

    @Test
    void movesNobodyWhenThereIsNowhereToGo() {
        assertThat(Rebalance.surplus(List.of(new Load<>("drained", 0, 50)))).isEmpty();
        assertThat(Rebalance.surplus(List.<Load<String>>of())).isEmpty();
    }

    @Test
    void isEvenAfterwardsAndNeverMovesTooMany() {
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Load<Integer>> loads = IntStream.range(0, random.nextInt(1, 12))
                    .mapToObj(i -> new Load<>(i, random.nextInt(i == 0 ? 1 : 0, 6), random.nextInt(1000)))
                    .toList();
            long connections = loads.stream().mapToLong(Load::connections).sum();
            double weights = loads.stream().mapToInt(Load::weight).sum();

            Map<Integer, Integer> surplus = Rebalance.surplus(loads);

            double needed = 0;
            int moved = 0;
            for (Load<Integer> load : loads) {
                double share = connections * load.weight() / weights;
                int leaving = surplus.getOrDefault(load.backend(), 0);
                assertThat(load.connections() - leaving).isLessThan((int) Math.floor(share) + 2);
                needed += Math.max(0, load.connections() - Math.floor(share) - 1);
                moved += leaving;
            }
            assertThat((double) moved).isBetween(needed, needed + 2 * loads.size());
        }
    }

    @Test
    void leavesOutBackendsThatAreDown() {
        List<BackendState> backends = Fixtures.states(1, 1, 1, 1);
        Cluster cluster = new Cluster("brokers", backends, RoundRobin::new);
        IntStream.range(0, 8).forEach(i -> backends.get(0).opened());
        IntStream.range(0, 4).forEach(i -> backends.get(2).opened());
        Fixtures.failProbes(backends.get(0));
        backends.get(2).drain("maintenance");

        List<Load<BackendState>> loads = Rebalance.loads(cluster);

        assertThat(loads)
                .containsExactly(
                        new Load<>(backends.get(1), 1, 0),
                        new Load<>(backends.get(2), 0, 4),
                        new Load<>(backends.get(3), 1, 0));
        assertThat(Rebalance.surplus(loads)).isEqualTo(Map.of(backends.get(2), 4));
    }

    @Test
    void movesWithHashingOnlyTheClientsWhoseOwnerChanged() {
        List<BackendState> six = Fixtures.brokers(6);
        Cluster before = new Cluster("brokers", six.subList(0, 5), Rendezvous::new);
        Cluster after = new Cluster("brokers", six, Rendezvous::new);
        Map<RouteKey, BackendState> at = connect(before, 12_000);

        List<RouteKey> strays = Rebalance.strays(at.keySet(), at::get, after::home);

        assertThat(strays).hasSizeBetween(1_900, 2_100).allSatisfy(key -> assertThat(after.select(key, Set.of()))
                .isSameAs(six.get(5)));
        strays.forEach(key -> at.put(key, Objects.requireNonNull(after.select(key, Set.of()))));
        assertThat(Rebalance.strays(at.keySet(), at::get, after::home)).isEmpty();
    }

    @Test
    void movesWithHashingThoseWhoWaitedElsewhere() {
        List<BackendState> backends = Fixtures.brokers(4);
        Cluster cluster = new Cluster("brokers", backends, Maglev::new);
        backends.get(1).drain("maintenance");
        Map<RouteKey, BackendState> at = connect(cluster, 4_000);
        assertThat(Rebalance.strays(at.keySet(), at::get, cluster::home)).isEmpty();

        backends.get(1).restore();

        assertThat(Rebalance.strays(at.keySet(), at::get, cluster::home)).hasSizeBetween(900, 1_100);
    }

    @Test
    void movesNobodyToABackendThatIsFull() {
        Map<String, String> at = Map.of("c1", "a", "c2", "a", "c3", "a", "c4", "b");

        List<String> strays = Rebalance.strays(List.of("c1", "c2", "c3", "c4"), at::get, client -> "b", Map.of("b", 2));

        assertThat(strays).containsExactly("c1");
    }

    @Test
    void hasNoStraysWithoutHashing() {
        Cluster cluster = new Cluster("brokers", Fixtures.brokers(3), RoundRobin::new);
        Map<RouteKey, BackendState> at = connect(cluster, 100);

        assertThat(Rebalance.strays(at.keySet(), at::get, cluster::home)).isEmpty();
    }

    private static Map<RouteKey, BackendState> connect(Cluster cluster, int clients) {
        Map<RouteKey, BackendState> at = new HashMap<>();
        List<RouteKey> keys = new ArrayList<>();
        IntStream.range(0, clients).forEach(i -> keys.add(client("device-" + i)));
        keys.forEach(key -> at.put(key, Objects.requireNonNull(cluster.select(key, Set.of()))));
        return at;
    }
}
