package io.mqttproxy.routing;

import static io.mqttproxy.routing.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.routing.BackendView.State;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainTest {

    private final ManualClock clock = new ManualClock();
    private final BackendState one = Fixtures.state("a", 1, clock);
    private final BackendState other = Fixtures.state("b", 1, clock);

    @ParameterizedTest
    @ValueSource(strings = {"roundRobin", "leastConnections", "random", "rendezvous", "maglev"})
    void sendsNewClientsElsewhereAtOnceAndBackAfterwards(String policy) {
        Cluster cluster = new Cluster("brokers", List.of(one, other), Balancers.named(policy));

        one.drain("maintenance");
        for (int i = 0; i < 50; i++) {
            assertThat(cluster.select(client("device-" + i), Set.of())).isSameAs(other);
        }
        one.restore();

        int[] next = {0};
        assertThat(Fixtures.count(50, () -> cluster.select(client("device-" + next[0]++), Set.of())))
                .containsKeys("a", "b");
    }

    @Test
    void showsReasonAndMoment() {
        clock.advance(Duration.ofMinutes(1));
        one.opened();
        one.drain("maintenance");
        clock.advance(Duration.ofMinutes(1));

        BackendView view = one.view();
        one.restore();

        assertThat(view.state()).isEqualTo(State.DRAINED);
        assertThat(view.reason()).isEqualTo("maintenance");
        assertThat(view.since()).isEqualTo(ManualClock.START.plusSeconds(60));
        assertThat(view.connections()).isEqualTo(1);
        assertThat(one.view().state()).isEqualTo(State.UP);
        assertThat(one.view().since()).isEqualTo(ManualClock.START.plusSeconds(120));
    }

    @Test
    void keepsWhatProbesFound() {
        one.drain("maintenance");
        Fixtures.failProbes(one);
        assertThat(one.view().state()).isEqualTo(State.DRAINED);

        one.restore();

        assertThat(one.view().state()).isEqualTo(State.DOWN);
        assertThat(one.available()).isFalse();
    }

    @Test
    void takesBackOnlyWhatWasDone() {
        one.restore();

        assertThat(one.view().since()).isEqualTo(ManualClock.START);
        assertThat(one.draining()).isFalse();
    }
}
