package io.mqttproxy.routing;

import static io.mqttproxy.routing.Fixtures.ALL;
import static io.mqttproxy.routing.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeastConnectionsTest {

    private static final RouteKey KEY = client("any");

    @Test
    void picksTheOneWithTheFewest() {
        List<BackendState> states = Fixtures.states(1, 1, 1);
        open(states.get(0), 2);
        open(states.get(1), 1);
        open(states.get(2), 3);

        assertThat(new LeastConnections(states).pick(ALL, KEY)).hasToString("b");
    }

    @Test
    void dividesByTheWeight() {
        List<BackendState> states = Fixtures.states(1, 10);
        open(states.get(0), 2);
        open(states.get(1), 20);

        assertThat(new LeastConnections(states).pick(ALL, KEY)).hasToString("b");
    }

    @Test
    void fillsByWeight() {
        LeastConnections balancer = new LeastConnections(Fixtures.states(4, 2, 1));

        assertThat(Fixtures.count(700, () -> opened(balancer.pick(ALL, KEY))))
                .isEqualTo(Map.of("a", 400, "b", 200, "c", 100));
    }

    @Test
    void takesTiesInTurn() {
        LeastConnections balancer = new LeastConnections(Fixtures.states(1, 1, 1));

        assertThat(Fixtures.names(9, () -> balancer.pick(ALL, KEY))).isEqualTo("abcabcabc");
    }

    @Test
    void takesTiesOfSomeInTurnToo() {
        List<BackendState> states = Fixtures.states(1, 1, 1);
        open(states.get(1), 1);
        LeastConnections balancer = new LeastConnections(states);

        assertThat(Fixtures.names(6, () -> balancer.pick(ALL, KEY))).isEqualTo("acacac");
    }

    @Test
    void picksNobodyWhenNobodyIsEligible() {
        assertThat(new LeastConnections(Fixtures.states(1)).pick(backend -> false, KEY))
                .isNull();
    }

    /** Oracle: exact fractions over the whole list. */
    @Test
    void neverPicksOneThatWouldCarryMore() {
        SplittableRandom random = new SplittableRandom(44);
        for (int test = 0; test < 200; test++) {
            List<BackendState> states =
                    Fixtures.states(random.ints(1 + random.nextInt(8), 1, 1001).toArray());
            LeastConnections balancer = new LeastConnections(states);
            List<BackendState> open = new ArrayList<>();
            for (int step = 0; step < 200; step++) {
                if (!open.isEmpty() && random.nextInt(3) == 0) {
                    open.remove(random.nextInt(open.size())).closed();
                    continue;
                }
                BackendState picked = Objects.requireNonNull(balancer.pick(ALL, KEY));
                double least = states.stream()
                        .mapToDouble(LeastConnectionsTest::load)
                        .min()
                        .orElseThrow();
                assertThat(load(picked)).isEqualTo(least);
                picked.opened();
                open.add(picked);
            }
        }
    }

    private static double load(BackendState state) {
        return (state.connections() + 1.0) / state.backend().weight();
    }

    private static void open(BackendState state, int connections) {
        for (int i = 0; i < connections; i++) {
            state.opened();
        }
    }

    private static @Nullable BackendState opened(@Nullable BackendState state) {
        if (state != null) {
            state.opened();
        }
        return state;
    }
}
