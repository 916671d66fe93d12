package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A backend whose configuration changes while clients use it. */
class ReconfigurationTest {

    private final ManualClock clock = new ManualClock();
    private final BackendState state = new BackendState(
            new Backend("one", "10.0.0.1", 1883, 1), HealthPolicy.DEFAULT, EjectionPolicy.DEFAULT, clock, clock);

    @Test
    void keepsItsConnectionsAndItsTrouble() {
        // given
        state.opened();
        state.connectFailed();

        // when
        state.reconfigure(new Backend("one", "10.0.0.1", 1883, 5, 1, "west"));

        // then
        assertThat(state.backend().weight()).isEqualTo(5);
        assertThat(state.connections()).isEqualTo(1);
        assertThat(state.view().state()).isEqualTo(BackendView.State.EJECTED);
    }

    @Test
    void goesOutOfServiceWithWeightZeroAndComesBack() {
        // when
        state.reconfigure(new Backend("one", "10.0.0.1", 1883, 0));
        boolean without = state.available();
        state.reconfigure(new Backend("one", "10.0.0.1", 1883, 1));

        // then
        assertThat(without).isFalse();
        assertThat(state.available()).isTrue();
    }

    @Test
    void isJudgedByItsNewPolicy() {
        // when
        state.policies(HealthPolicy.DEFAULT, new EjectionPolicy(2, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        state.connectFailed();
        boolean afterOne = state.available();
        state.connectFailed();

        // then
        assertThat(afterOne).isTrue();
        assertThat(state.available()).isFalse();
    }

    @Test
    void isUpAgainWhenNobodyProbesItAnyMore() {
        // given
        state.probe(false, "connection refused");
        assertThat(state.available()).isFalse();

        // when
        state.forgetProbes();

        // then
        assertThat(state.available()).isTrue();
        assertThat(state.view().reason()).isEqualTo("not probed");
    }

    @Test
    void isUpSinceTheSameMomentWhetherProbedOrNot() {
        // given a cluster without probes, whose configuration is read anew
        clock.advance(Duration.ofHours(1));

        // when
        state.forgetProbes();

        // then
        assertThat(state.view().since()).isEqualTo(ManualClock.START);
    }

    @Test
    void isUpFromTheMomentWhenABadProbeIsForgotten() {
        // given
        clock.advance(Duration.ofHours(1));
        state.probe(false, "connection refused");
        clock.advance(Duration.ofHours(1));

        // when
        state.forgetProbes();

        // then
        assertThat(state.view().since()).isEqualTo(ManualClock.START.plus(Duration.ofHours(2)));
    }

    @Test
    void tellsSinceWhenItHasItsWeight() {
        // when
        clock.advance(Duration.ofHours(1));
        state.reconfigure(new Backend("one", "10.0.0.1", 1883, 0));
        BackendView without = state.view();
        clock.advance(Duration.ofHours(1));
        state.reconfigure(new Backend("one", "10.0.0.1", 1883, 1));
        clock.advance(Duration.ofHours(1));
        state.reconfigure(new Backend("one", "10.0.0.1", 1883, 2));

        // then
        assertThat(without.since()).isEqualTo(ManualClock.START.plus(Duration.ofHours(1)));
        assertThat(state.view().since()).isEqualTo(ManualClock.START.plus(Duration.ofHours(2)));
    }

    @Test
    void doesNotBecomeAnotherBackend() {
        Backend moved = new Backend("one", "10.0.0.2", 1883, 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> state.reconfigure(moved))
                .withMessageContaining("expected: the name and the address of");
    }
}
