package io.mqttproxy.routing;

import static io.mqttproxy.routing.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlowStartTest {

    private static final Duration LENGTH = Duration.ofSeconds(100);

    private final ManualClock clock = new ManualClock();
    private final List<BackendState> backends = IntStream.range(0, 4)
            .mapToObj(i -> Fixtures.state("broker-" + i, 1, clock))
            .toList();
    private final BackendState late = backends.get(0);

    @Test
    void growsEvenlyFromATenthToTheWhole() {
        cluster("roundRobin");
        late.startSlowly();

        assertThat(late.warmth()).isEqualTo(100);
        clock.advance(LENGTH.dividedBy(2));
        assertThat(late.warmth()).isEqualTo(500);
        assertThat(late.view().reason()).isEqualTo("not probed, slow start at 50%");
        clock.advance(LENGTH.dividedBy(2));
        assertThat(late.warmth()).isEqualTo(1000);
        assertThat(late.view().reason()).isEqualTo("not probed");
    }

    @Test
    void beginsWhenProbesPassAgain() {
        cluster("roundRobin");
        Fixtures.failProbes(late);
        clock.advance(Duration.ofHours(1));
        late.probe(true, "probe passed");
        late.probe(true, "probe passed");

        assertThat(late.warmth()).isEqualTo(100);
    }

    @Test
    void beginsWhenADrainEnds() {
        cluster("roundRobin");
        late.drain("maintenance");
        clock.advance(Duration.ofHours(1));
        late.restore();

        assertThat(late.warmth()).isEqualTo(100);
    }

    @Test
    void beginsAfterASecondEjectionInARowButNotAfterOne() {
        cluster("roundRobin");
        late.connectFailed();
        clock.advance(Duration.ofSeconds(1));
        late.connectSucceeded();
        assertThat(late.warmth()).isEqualTo(1000);

        late.connectFailed();
        clock.advance(Duration.ofSeconds(1));
        late.connectFailed();
        clock.advance(Duration.ofSeconds(30));

        assertThat(late.available()).isTrue();
        late.connectSucceeded();
        assertThat(late.warmth()).isEqualTo(100);
    }

    @Test
    void goesOnAfterASingleFailure() {
        cluster("roundRobin");
        late.startSlowly();
        clock.advance(LENGTH.dividedBy(2));
        late.connectFailed();
        clock.advance(Duration.ofSeconds(1));
        late.connectSucceeded();

        assertThat(late.warmth()).isEqualTo(510);
    }

    @Test
    void doesNothingWhereTheClusterDoesNotAskForIt() {
        new Cluster("brokers", backends, RoundRobin::new);
        late.startSlowly();

        assertThat(late.warmth()).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"roundRobin", "rendezvous", "maglev"})
    void sendsAGrowingShareOfClients(String policy) {
        Cluster cluster = cluster(policy);
        late.startSlowly();
        clock.advance(LENGTH.dividedBy(5));
        double early = share(cluster);
        clock.advance(LENGTH.dividedBy(2));
        double later = share(cluster);
        clock.advance(LENGTH);
        double whole = share(cluster);

        assertThat(early).isBetween(0.03, 0.08);
        assertThat(later).isBetween(0.15, 0.22);
        assertThat(whole).isCloseTo(0.25, within(0.01));
    }

    @Test
    void doesNotPileEveryClientOntoTheEmptiest() {
        Cluster cluster = cluster("leastConnections");
        backends.subList(1, 4).forEach(backend -> IntStream.range(0, 1000).forEach(i -> backend.opened()));
        late.startSlowly();

        for (int i = 0; i < 300; i++) {
            Objects.requireNonNull(cluster.select(client("x"), Set.of())).opened();
        }

        assertThat(late.connections()).isCloseTo(106, within(3)); // a tenth of what the others have
    }

    @Test
    void keepsEachClientOnceItCame() {
        Cluster cluster = cluster("rendezvous");
        late.startSlowly();
        Set<Integer> before = new HashSet<>();
        for (int tenth = 0; tenth < 10; tenth++) {
            Set<Integer> now = new HashSet<>();
            IntStream.range(0, 1000)
                    .filter(i -> cluster.select(client("device-" + i), Set.of()) == late)
                    .forEach(now::add);
            assertThat(now).containsAll(before);
            before = now;
            clock.advance(LENGTH.dividedBy(10));
        }
    }

    @Test
    void takesClientsWhomNobodyElseCanTake() {
        Cluster cluster = cluster("maglev");
        late.startSlowly();
        backends.subList(1, 4).forEach(Fixtures::failProbes);

        for (int i = 0; i < 100; i++) {
            assertThat(cluster.select(client("device-" + i), Set.of())).isSameAs(late);
        }
    }

    private Cluster cluster(String policy) {
        return new Cluster("brokers", backends, new ClusterPolicy(Balancers.named(policy), LENGTH, 0, "", 50));
    }

    private double share(Cluster cluster) {
        return IntStream.range(0, 20_000)
                        .filter(i -> cluster.select(client("device-" + i), Set.of()) == late)
                        .count()
                / 20_000.0;
    }
}
