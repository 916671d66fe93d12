package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.routing.BackendView.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackendStateConcurrencyTest {

    private static final int THREADS = 8;
    private static final int ROUNDS = 20_000;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final BackendState state = Fixtures.state("broker-1", 1);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void balancesItsConnectionsOverManyThreads() throws Exception {
        state.opened();

        together(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                state.opened();
                assertThat(state.connections()).isPositive();
                state.closed();
            }
        });

        assertThat(state.connections()).isEqualTo(1);
    }

    @Test
    void losesNoFailureOfManyThreads() throws Exception {
        EjectionPolicy policy = new EjectionPolicy(1000, EjectionPolicy.DEFAULT.base(), EjectionPolicy.DEFAULT.max());
        ManualClock clock = new ManualClock();
        BackendState patient = new BackendState(Backend.of("h", 1, 1), HealthPolicy.DEFAULT, policy, clock, clock);

        together(() -> {
            for (int i = 0; i < 1000 / THREADS; i++) {
                assertThat(patient.available()).isTrue();
                patient.probe(true, "probe passed");
                patient.connectFailed();
            }
        });

        assertThat(patient.view().reason()).isEqualTo("1000 failed connects in a row, left alone for 1s");
    }

    @Test
    void neverShowsHalfAChange() throws Exception {
        state.probe(true, "probe passed");

        together(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                if (i % 4 < 2) {
                    Fixtures.failProbes(state);
                } else {
                    state.probe(true, "probe passed");
                }
                BackendView view = state.view();
                assertThat(view.state()).isIn(State.UP, State.DOWN);
            }
        });

        state.probe(true, "probe passed");
        state.probe(true, "probe passed");
        assertThat(state.available()).isTrue();
    }

    private void together(Runnable work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            all.add(threads.submit(() -> {
                start.await();
                work.run();
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get(60, TimeUnit.SECONDS);
        }
    }
}
