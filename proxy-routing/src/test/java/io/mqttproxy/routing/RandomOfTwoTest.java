package io.mqttproxy.routing;

import static io.mqttproxy.routing.Fixtures.ALL;
import static io.mqttproxy.routing.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomOfTwoTest {

    private static final RouteKey KEY = client("a");

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void takesTheLessLoadedOfTheTwo() {
        List<BackendState> both = Fixtures.states(1, 1);
        both.get(0).opened();
        RandomOfTwo balancer = new RandomOfTwo(both, random::nextLong);

        assertThat(Fixtures.names(20, () -> balancer.pick(ALL, KEY))).isEqualTo("b".repeat(20));
    }

    @Test
    void keepsTheLoadNearlyEven() {
        List<BackendState> backends = Fixtures.brokers(50);
        RandomOfTwo balancer = new RandomOfTwo(backends, random::nextLong);

        for (int i = 0; i < 50_000; i++) {
            Objects.requireNonNull(balancer.pick(ALL, KEY)).opened();
        }

        assertThat(backends).extracting(BackendState::connections).allSatisfy(count -> assertThat(count)
                .isBetween(990, 1010));
    }

    @Test
    void respectsWeights() {
        List<BackendState> backends = Fixtures.states(1, 3, 0, 6);
        RandomOfTwo balancer = new RandomOfTwo(backends, random::nextLong);

        for (int i = 0; i < 10_000; i++) {
            Objects.requireNonNull(balancer.pick(ALL, KEY)).opened();
        }

        assertThat(backends.get(0).connections()).isCloseTo(1_000, within(200));
        assertThat(backends.get(1).connections()).isCloseTo(3_000, within(200));
        assertThat(backends.get(2).connections()).isZero();
        assertThat(backends.get(3).connections()).isCloseTo(6_000, within(200));
    }

    @Test
    void givesEveryBackendItsTurnWhenNoneCarriesAnything() {
        List<BackendState> backends = Fixtures.states(1, 1, 1, 1);
        RandomOfTwo balancer = new RandomOfTwo(backends, random::nextLong);

        Map<String, Integer> counts = Fixtures.count(10_000, () -> balancer.pick(ALL, KEY));

        assertThat(counts).hasSize(4).allSatisfy((name, count) -> assertThat(count)
                .isCloseTo(2_500, within(200)));
    }

    @Test
    void findsTheOnlyOneThatIsEligible() {
        List<BackendState> backends = Fixtures.brokers(50);
        RandomOfTwo balancer = new RandomOfTwo(backends, random::nextLong);
        BackendState only = backends.get(31);

        for (int i = 0; i < 100; i++) {
            assertThat(balancer.pick(backend -> backend == only, KEY)).isSameAs(only);
        }
        assertThat(balancer.pick(backend -> false, KEY)).isNull();
    }

    @Test
    void picksAmongOneAndAmongNone() {
        assertThat(new RandomOfTwo(Fixtures.states(5), random::nextLong).pick(ALL, KEY))
                .hasToString("a");
        assertThat(new RandomOfTwo(Fixtures.states(0), random::nextLong).pick(ALL, KEY))
                .isNull();
        assertThat(new RandomOfTwo(List.of(), random::nextLong).pick(ALL, KEY)).isNull();
    }

    @Test
    void toleratesEveryExtremeOfItsRandomness() {
        for (long bits : new long[] {0, -1, 0xffff_ffffL, 0xffff_ffff_0000_0000L}) {
            assertThat(new RandomOfTwo(Fixtures.states(0, 1000, 1, 0), () -> bits).pick(ALL, KEY))
                    .isNotNull();
        }
    }
}
