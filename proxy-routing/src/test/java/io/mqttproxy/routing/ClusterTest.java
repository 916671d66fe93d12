package io.mqttproxy.routing;

import static io.mqttproxy.routing.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterTest {

    private static final RouteKey KEY = client("sensor-1");

    @ParameterizedTest
    @ValueSource(strings = {"roundRobin", "leastConnections", "random", "rendezvous", "maglev"})
    void goesThroughEveryBackendOnceAndThenGivesUp(String policy) {
        List<BackendState> states = Fixtures.states(1, 2, 3, 4);
        Cluster cluster = new Cluster("brokers", states, Balancers.named(policy));
        List<BackendState> tried = new ArrayList<>();

        for (int i = 0; i < 4; i++) {
            BackendState next = cluster.select(KEY, tried);
            assertThat(next).isNotNull().isNotIn(tried);
            tried.add(next);
        }

        assertThat(cluster.select(KEY, tried)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"roundRobin", "leastConnections", "random", "rendezvous", "maglev"})
    void prefersThoseThatAreAvailable(String policy) {
        List<BackendState> states = Fixtures.states(1, 1, 1);
        Cluster cluster = new Cluster("brokers", states, Balancers.named(policy));
        Fixtures.failProbes(states.get(0));
        states.get(2).connectFailed();

        assertThat(Fixtures.names(5, () -> cluster.select(KEY, List.of()))).isEqualTo("bbbbb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"roundRobin", "leastConnections", "random", "rendezvous", "maglev"})
    void triesThoseThatSeemDeadWhenNothingElseIsLeft(String policy) {
        List<BackendState> states = Fixtures.states(1, 1);
        Cluster cluster = new Cluster("brokers", states, Balancers.named(policy));
        states.forEach(Fixtures::failProbes);

        BackendState first = cluster.select(KEY, List.of());

        assertThat(first).isNotNull();
        assertThat(cluster.select(KEY, List.of(first))).isNotNull().isNotSameAs(first);
        assertThat(cluster.select(KEY, states)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"roundRobin", "leastConnections", "random", "rendezvous", "maglev"})
    void neverPicksABackendOfWeightZero(String policy) {
        List<BackendState> states = Fixtures.states(0, 1, 0);
        Cluster cluster = new Cluster("brokers", states, Balancers.named(policy));
        Fixtures.failProbes(states.get(1));

        assertThat(Fixtures.names(3, () -> cluster.select(KEY, Set.of()))).isEqualTo("bbb");
        assertThat(cluster.select(KEY, List.of(states.get(1)))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"roundRobin", "leastConnections", "random", "rendezvous", "maglev"})
    void allocatesNothingOnTheUsualPath(String policy) {
        Cluster cluster = new Cluster("brokers", Fixtures.states(3, 2, 1, 0), Balancers.named(policy));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int picks = 100_000;
        select(cluster, picks);

        long before = threads.getCurrentThreadAllocatedBytes();
        int found = select(cluster, picks);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(found).isEqualTo(picks);
        // A hundredth of a byte per pick leaves room for the measurement itself, not for an object per pick.
        assertThat(allocated).isLessThan(picks / 100);
    }

    @Test
    void refusesToHaveNoBackend() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cluster("brokers", List.of(), Rendezvous::new))
                .withMessage("brokers.backends: none (expected: at least one backend)");
    }

    @Test
    void refusesTwoBackendsOfOneName() {
        List<BackendState> twins = List.of(Fixtures.state("a:1883", 1), Fixtures.state("a:1883", 2));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cluster("brokers", twins, Rendezvous::new))
                .withMessage("brokers.backends: a:1883 appears twice (expected: each backend once; use its weight)");
    }

    private static int select(Cluster cluster, int times) {
        int found = 0;
        for (int i = 0; i < times; i++) {
            found += cluster.select(KEY, List.of()) != null ? 1 : 0;
        }
        return found;
    }
}
