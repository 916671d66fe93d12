package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mqttproxy.routing.BackendView.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackendStateTest {

    private static final Duration ALMOST_A_SECOND = Duration.ofSeconds(1).minusNanos(1);
    private static final Duration NANO = Duration.ofNanos(1);

    private final ManualClock clock = new ManualClock();
    private final BackendState state = Fixtures.state("broker-1", 1, clock);

    @Test
    void isAvailableFromTheStart() {
        assertThat(state.available()).isTrue();
        assertThat(state.view())
                .isEqualTo(new BackendView(
                        "broker-1", "127.0.0.1:1883", 1, State.UP, "not probed", ManualClock.START, 0, null));
    }

    @Test
    void countsItsConnections() {
        state.opened();
        state.opened();
        state.closed();

        assertThat(state.connections()).isEqualTo(1);
        assertThat(state.view().connections()).isEqualTo(1);
    }

    @Test
    void refusesToCountAConnectionOutThatWasNeverIn() {
        assertThatIllegalStateException().isThrownBy(state::closed).withMessage("broker-1: closed() without opened()");
        assertThat(state.connections()).isZero();
    }

    @Test
    void isEjectedForABaseTimeAfterAFailedConnect() {
        state.connectFailed();

        assertThat(state.available()).isFalse();
        clock.advance(ALMOST_A_SECOND);
        assertThat(state.available()).isFalse();
        clock.advance(NANO);
        assertThat(state.available()).isTrue();
    }

    @Test
    void isEjectedLongerEachTimeUpToTheMaximum() {
        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            state.connectFailed();
            clock.advance(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(state.available()).as("after almost %d s", seconds).isFalse();
            clock.advance(NANO);
            assertThat(state.available()).as("after %d s", seconds).isTrue();
        }
    }

    @Test
    void countsFailuresOfOneOutageOnce() {
        for (int i = 0; i < 100; i++) {
            state.connectFailed();
        }

        clock.advance(Duration.ofSeconds(1));
        assertThat(state.available()).isTrue();
    }

    @Test
    void forgetsEveryFailureAtTheFirstSuccess() {
        state.connectFailed();
        clock.advance(Duration.ofSeconds(1));
        state.connectFailed();
        state.connectSucceeded();
        assertThat(state.available()).isTrue();

        state.connectFailed();
        clock.advance(Duration.ofSeconds(1));
        assertThat(state.available()).isTrue();
    }

    @Test
    void isEjectedOnlyAfterEnoughFailuresInARow() {
        EjectionPolicy three = new EjectionPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(30));
        BackendState patient = new BackendState(Backend.of("h", 1, 1), HealthPolicy.DEFAULT, three, clock, clock);

        patient.connectFailed();
        patient.connectFailed();
        patient.connectSucceeded();
        patient.connectFailed();
        patient.connectFailed();
        assertThat(patient.available()).isTrue();
        patient.connectFailed();
        assertThat(patient.available()).isFalse();
    }

    @Test
    void isOnProbationAfterAnEjection() {
        EjectionPolicy three = new EjectionPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(30));
        BackendState patient = new BackendState(Backend.of("h", 1, 1), HealthPolicy.DEFAULT, three, clock, clock);
        for (int i = 0; i < 3; i++) {
            patient.connectFailed();
        }
        clock.advance(Duration.ofSeconds(1));

        patient.connectFailed();

        assertThat(patient.available()).isFalse();
        assertThat(patient.view().reason()).isEqualTo("4 failed connects in a row, left alone for 2s");
    }

    @Test
    void showsAnEjectionAndItsEnd() {
        clock.advance(Duration.ofSeconds(10));
        state.connectFailed();
        BackendView ejected = state.view();
        clock.advance(Duration.ofSeconds(5));
        BackendView back = state.view();

        assertThat(ejected.state()).isEqualTo(State.EJECTED);
        assertThat(ejected.reason()).isEqualTo("1 failed connect, left alone for 1s");
        assertThat(ejected.since()).isEqualTo(ManualClock.START.plusSeconds(10));
        assertThat(back.state()).isEqualTo(State.UP);
        assertThat(back.since()).isEqualTo(ManualClock.START.plusSeconds(11));
    }

    @Test
    void isNotAvailableWhileProbesFail() {
        state.probe(true, "probe passed");
        clock.advance(Duration.ofSeconds(5));
        Fixtures.failProbes(state);

        assertThat(state.available()).isFalse();
        assertThat(state.view().state()).isEqualTo(State.DOWN);
        assertThat(state.view().reason()).isEqualTo("connection refused");
        assertThat(state.view().since()).isEqualTo(ManualClock.START.plusSeconds(5));
    }

    @Test
    void isNotBroughtBackByAProbeWhileItIsEjected() {
        state.connectFailed();
        state.probe(true, "probe passed");

        assertThat(state.available()).isFalse();
    }

    @Test
    void isDrainedWhenItsWeightIsZero() {
        BackendState drained = Fixtures.state("old", 0, clock);
        Fixtures.failProbes(drained);

        assertThat(drained.available()).isFalse();
        assertThat(drained.view().state()).isEqualTo(State.DRAINED);
        assertThat(drained.view().reason()).isEqualTo("weight 0");
        assertThat(drained.view().since()).isEqualTo(ManualClock.START);
    }
}
