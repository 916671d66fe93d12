package io.mqttproxy.routing;

import static io.mqttproxy.routing.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Priority tiers, the panic threshold and the preference for a zone. */
class ClusterTierTest {

    private final ManualClock clock = new ManualClock();
    private final BackendState a = state("a", 0, "west");
    private final BackendState b = state("b", 0, "west");
    private final BackendState c = state("c", 0, "east");
    private final BackendState d = state("d", 0, "east");
    private final BackendState spare = state("s", 1, "west");
    private final List<BackendState> all = List.of(a, b, c, d, spare);

    @ParameterizedTest
    @ValueSource(strings = {"roundRobin", "leastConnections", "random", "rendezvous", "maglev"})
    void usesTheFirstTierAlone(String policy) {
        Cluster cluster = cluster(policy, 0, "");

        assertThat(picks(cluster)).containsOnlyKeys("a", "b", "c", "d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"roundRobin", "leastConnections", "random", "rendezvous", "maglev"})
    void failsOverToTheNextTierAndBack(String policy) {
        Cluster cluster = cluster(policy, 0, "");
        List.of(a, b, c, d).forEach(Fixtures::failProbes);

        assertThat(picks(cluster)).containsOnlyKeys("s");
        List.of(a, b).forEach(ClusterTierTest::passProbes);
        assertThat(picks(cluster)).containsOnlyKeys("a", "b");
    }

    @Test
    void failsOverWhenATierIsBelowTheThreshold() {
        Cluster cluster = cluster("roundRobin", 50, "");
        List.of(a, b).forEach(Fixtures::failProbes);
        assertThat(picks(cluster)).containsOnlyKeys("c", "d");

        Fixtures.failProbes(c);

        assertThat(picks(cluster)).containsOnlyKeys("s");
    }

    @Test
    void ignoresHealthWhenNoTierReachesTheThreshold() {
        Cluster cluster = cluster("roundRobin", 50, "");
        List.of(a, b, c, spare).forEach(Fixtures::failProbes);

        assertThat(picks(cluster)).containsOnlyKeys("a", "b", "c", "d");
    }

    @Test
    void triesTheOtherTiersToo() {
        Cluster cluster = cluster("roundRobin", 0, "");

        assertThat(cluster.select(client("x"), List.of(a, b, c, d))).isSameAs(spare);
        assertThat(cluster.select(client("x"), all)).isNull();
    }

    @Test
    void leavesDrainedBackendsOutOfTheShares() {
        Cluster cluster = cluster("roundRobin", 60, "");
        a.drain("maintenance");
        Fixtures.failProbes(b);

        assertThat(picks(cluster)).containsOnlyKeys("c", "d"); // two of three are 66 %
    }

    @Test
    void goesToTheNextTierWhenTheFirstIsDrained() {
        Cluster cluster = cluster("maglev", 0, "");
        List.of(a, b, c, d).forEach(backend -> backend.drain("maintenance"));

        assertThat(picks(cluster)).containsOnlyKeys("s");
    }

    @Test
    void neverPicksADrainedBackendEvenInAPanic() {
        Cluster cluster = cluster("roundRobin", 100, "");
        all.forEach(Fixtures::failProbes);
        a.drain("maintenance");

        assertThat(picks(cluster)).containsOnlyKeys("b", "c", "d");
        all.forEach(backend -> backend.drain("maintenance"));
        assertThat(cluster.select(client("x"), Set.of())).isNull();
    }

    @Test
    void prefersItsZone() {
        assertThat(picks(cluster("roundRobin", 0, "west"))).containsOnlyKeys("a", "b");
        assertThat(picks(cluster("random", 0, "east"))).containsOnlyKeys("c", "d");
    }

    @Test
    void leavesItsZoneWhenLessThanHalfOfItIsAvailable() {
        Cluster cluster = cluster("roundRobin", 0, "west");
        Fixtures.failProbes(a);
        assertThat(picks(cluster)).containsOnlyKeys("b");

        Fixtures.failProbes(b);

        assertThat(picks(cluster)).containsOnlyKeys("c", "d");
    }

    @Test
    void takesAllZonesWhenNobodyIsInItsOwn() {
        assertThat(picks(cluster("roundRobin", 0, "north"))).containsOnlyKeys("a", "b", "c", "d");
    }

    @Test
    void triesOtherZonesWhenItsOwnWasTried() {
        Cluster cluster = cluster("roundRobin", 0, "west");

        assertThat(cluster.select(client("x"), List.of(a))).isSameAs(b);
        assertThat(cluster.select(client("x"), List.of(a, b))).isIn(c, d);
    }

    @Test
    void refusesPoliciesThatCannotWork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClusterPolicy(RoundRobin::new, Duration.ofSeconds(-1), 0, "", 50))
                .withMessage("slowStart: -1s (expected: 0s to 86400s)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClusterPolicy(RoundRobin::new, Duration.ZERO, 101, "", 50))
                .withMessage("panicPercent: 101 (expected: 0 to 100)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClusterPolicy(RoundRobin::new, Duration.ZERO, 0, "", 0))
                .withMessage("maxEjectedPercent: 0 (expected: 1 to 100)");
    }

    private Cluster cluster(String policy, int panicPercent, String zone) {
        return new Cluster(
                "brokers", all, new ClusterPolicy(Balancers.named(policy), Duration.ZERO, panicPercent, zone, 50));
    }

    private static Map<String, Integer> picks(Cluster cluster) {
        AtomicInteger next = new AtomicInteger();
        Supplier<@Nullable BackendState> pick =
                () -> cluster.select(client("device-" + next.getAndIncrement()), Set.of());
        return Fixtures.count(200, pick);
    }

    private static void passProbes(BackendState state) {
        for (int i = 0; i < HealthPolicy.DEFAULT.rise(); i++) {
            state.probe(true, "probe passed");
        }
    }

    private BackendState state(String name, int tier, String zone) {
        Backend backend = new Backend(name, "127.0.0.1", 1883, 1, tier, zone);
        return new BackendState(backend, HealthPolicy.DEFAULT, EjectionPolicy.DEFAULT, clock, clock);
    }
}
