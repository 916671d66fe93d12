package io.mqttproxy.routing;

import static io.mqttproxy.routing.Fixtures.ALL;
import static io.mqttproxy.routing.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoundRobinTest {

    private static final RouteKey KEY = client("any");

    @Test
    void takesEqualBackendsInTurn() {
        RoundRobin balancer = new RoundRobin(Fixtures.states(1, 1, 1));

        assertThat(Fixtures.names(9, () -> balancer.pick(ALL, KEY))).isEqualTo("abcabcabc");
    }

    @Test
    void spreadsTheTurnsOfAHeavyBackend() {
        RoundRobin balancer = new RoundRobin(Fixtures.states(5, 1, 1));

        assertThat(Fixtures.names(14, () -> balancer.pick(ALL, KEY))).isEqualTo("abaaacaabaaaca");
    }

    @Test
    void sharesTheTurnsOfAMissingBackendEqually() {
        List<BackendState> states = Fixtures.states(1, 1, 1);
        RoundRobin balancer = new RoundRobin(states);

        assertThat(Fixtures.names(6, () -> balancer.pick(backend -> backend != states.get(1), KEY)))
                .isEqualTo("acacac");
    }

    @Test
    void givesNoBurstToABackendThatReturns() {
        List<BackendState> states = Fixtures.states(1, 1, 1);
        RoundRobin balancer = new RoundRobin(states);
        Fixtures.count(1_000, () -> balancer.pick(backend -> backend != states.get(1), KEY));

        Map<String, Integer> counts = Fixtures.count(9, () -> balancer.pick(ALL, KEY));

        // Its share, and the one turn that is due at once.
        assertThat(counts.get("b")).isBetween(3, 4);
    }

    /** Time runs past the largest long after some billions of picks. */
    @Test
    void goesOnWhenItsTimeOverflows() {
        RoundRobin balancer = new RoundRobin(Fixtures.states(5, 1, 1), Long.MAX_VALUE - 5_000_000L);

        assertThat(Fixtures.names(14, () -> balancer.pick(ALL, KEY))).isEqualTo("abaaacaabaaaca");
    }

    @Test
    void picksNobodyWhenNobodyIsEligible() {
        assertThat(new RoundRobin(Fixtures.states(1, 1)).pick(backend -> false, KEY))
                .isNull();
    }

    /** Each round is exact; within it no backend is ever two turns ahead or behind of its share. */
    @Test
    void keepsRandomWeightsExactlyAndSmoothly() {
        SplittableRandom random = new SplittableRandom(42);
        for (int test = 0; test < 300; test++) {
            int[] weights = random.ints(2 + random.nextInt(7), 1, 21).toArray();
            int total = Arrays.stream(weights).sum();
            RoundRobin balancer = new RoundRobin(Fixtures.states(weights));
            Map<String, Integer> counts = new HashMap<>();
            for (int picks = 1; picks <= 3 * total; picks++) {
                counts.merge(Fixtures.names(1, () -> balancer.pick(ALL, KEY)), 1, Integer::sum);
                for (int i = 0; i < weights.length; i++) {
                    double share = picks * weights[i] / (double) total;
                    int count = counts.getOrDefault(String.valueOf((char) ('a' + i)), 0);
                    assertThat(Math.abs(count - share))
                            .as("backend %d of %s after %d", i, Arrays.toString(weights), picks)
                            .isLessThan(picks % total == 0 ? 1e-9 : 2);
                }
            }
        }
    }

    /** Any set of backends that come and go: the ones that stay are never starved and never flooded. */
    @Test
    void sharesFairlyWhileBackendsComeAndGo() {
        SplittableRandom random = new SplittableRandom(43);
        List<BackendState> states = Fixtures.states(1, 1, 1, 1, 1, 1);
        RoundRobin balancer = new RoundRobin(states);
        for (int phase = 0; phase < 500; phase++) {
            int mask = 1 + random.nextInt(63);
            int rounds = 1 + random.nextInt(20);
            int size = Integer.bitCount(mask);

            Map<String, Integer> counts = Fixtures.count(
                    rounds * size, () -> balancer.pick(backend -> (mask >> states.indexOf(backend) & 1) == 1, KEY));

            assertThat(counts).allSatisfy((name, count) -> assertThat(count).isBetween(rounds - 1, rounds + 1));
        }
    }

    @Test
    void keepsTheWeightsExactlyOverManyThreads() throws Exception {
        RoundRobin balancer = new RoundRobin(Fixtures.states(3, 2, 1));
        int threads = 4;
        int each = 30_000;
        Map<String, Integer> total = new HashMap<>();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            Callable<Map<String, Integer>> picks = () -> Fixtures.count(each, () -> balancer.pick(ALL, KEY));
            for (Future<Map<String, Integer>> counts : executor.invokeAll(
                    Stream.generate(() -> picks).limit(threads).toList())) {
                counts.get().forEach((name, count) -> total.merge(name, count, Integer::sum));
            }
        } finally {
            executor.shutdownNow();
        }

        assertThat(total).containsExactlyInAnyOrderEntriesOf(Map.of("a", 60_000, "b", 40_000, "c", 20_000));
    }
}
