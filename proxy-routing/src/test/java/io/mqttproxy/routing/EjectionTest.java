package io.mqttproxy.routing;

import static io.mqttproxy.routing.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mqttproxy.routing.BackendView.State;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ejection by refusals, and the cap on the ejected share. */
class EjectionTest {

    private final ManualClock clock = new ManualClock();
    private final BackendState state = Fixtures.state("broker-1", 1, clock);

    @Test
    void refusalsInARowEject() {
        for (int i = 0; i < 4; i++) {
            state.refused();
        }
        assertThat(state.available()).isTrue();

        state.refused();

        assertThat(state.available()).isFalse();
        assertThat(state.view().state()).isEqualTo(State.EJECTED);
        assertThat(state.view().reason()).isEqualTo("5 refusals in a row, left alone for 1s");
        assertThat(state.view().since()).isEqualTo(ManualClock.START);
    }

    @Test
    void oneAcceptedClientBetweenBreaksTheRow() {
        for (int i = 0; i < 4; i++) {
            state.refused();
        }
        state.accepted();
        for (int i = 0; i < 4; i++) {
            state.refused();
        }

        assertThat(state.available()).isTrue();
    }

    @Test
    void aConnectThatSucceedsSaysNothingAboutRefusals() {
        for (int i = 0; i < 5; i++) {
            state.connectSucceeded();
            state.refused();
        }
        state.connectSucceeded();

        assertThat(state.available()).isFalse();
    }

    @Test
    void ejectionsByRefusalsGrow() {
        for (int i = 0; i < 5; i++) {
            state.refused();
        }
        for (int seconds : new int[] {2, 4, 8}) {
            clock.advance(Duration.ofSeconds(seconds / 2));
            assertThat(state.available()).isTrue();
            state.refused();
            assertThat(state.view().reason()).endsWith("left alone for " + seconds + "s");
        }
    }

    @Test
    void noMoreThanTheCapAreEjectedTogether() {
        List<BackendState> backends = backends(10);
        Cluster cluster = cluster(backends, 30);

        backends.forEach(BackendState::connectFailed);

        assertThat(backends).filteredOn(backend -> !backend.available()).hasSize(3);
        assertThat(cluster.select(client("x"), Set.of())).isIn(backends.subList(3, 10));
    }

    @Test
    void oneMayAlwaysBeEjected() {
        List<BackendState> backends = backends(2);
        cluster(backends, 1);

        backends.forEach(BackendState::connectFailed);

        assertThat(backends.get(0).available()).isFalse();
        assertThat(backends.get(1).available()).isTrue();
    }

    @Test
    void aPlaceAmongTheEjectedBecomesFreeAgain() {
        List<BackendState> backends = backends(4);
        cluster(backends, 25);
        backends.get(0).connectFailed();
        backends.get(1).connectFailed();
        assertThat(backends.get(1).available()).isTrue();

        clock.advance(Duration.ofSeconds(1));
        backends.get(1).connectFailed();

        assertThat(backends.get(0).available()).isTrue();
        assertThat(backends.get(1).available()).isFalse();
    }

    @Test
    void backendsOutOfServiceDoNotCount() {
        List<BackendState> backends = backends(4);
        cluster(backends, 50);
        backends.subList(2, 4).forEach(backend -> backend.drain("maintenance"));

        backends.forEach(BackendState::connectFailed);

        assertThat(backends.get(0).available()).isFalse();
        assertThat(backends.get(1).available()).isTrue();
    }

    @Test
    void manyThreadsNeverEjectMoreThanTheCap() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 200; round++) {
                List<BackendState> backends = backends(8);
                cluster(backends, 50);
                CountDownLatch start = new CountDownLatch(1);
                List<? extends Future<?>> done = backends.stream()
                        .map(backend -> threads.submit(() -> {
                            start.await();
                            backend.connectFailed();
                            return null;
                        }))
                        .toList();
                start.countDown();
                for (Future<?> each : done) {
                    each.get();
                }
                assertThat(backends).filteredOn(backend -> !backend.available()).hasSize(4);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesAPolicyWithoutRefusals() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EjectionPolicy(1, 0, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .withMessage("consecutiveRefusals: 0 (expected: 1 to 1000)");
    }

    private List<BackendState> backends(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Fixtures.state("broker-" + i, 1, clock))
                .toList();
    }

    private static Cluster cluster(List<BackendState> backends, int maxEjectedPercent) {
        return new Cluster(
                "brokers", backends, new ClusterPolicy(Rendezvous::new, Duration.ZERO, 0, "", maxEjectedPercent));
    }
}
