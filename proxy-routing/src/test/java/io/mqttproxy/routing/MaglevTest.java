package io.mqttproxy.routing;

import static io.mqttproxy.routing.Fixtures.ALL;
import static io.mqttproxy.routing.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MaglevTest {

    private static final int CLIENTS = 100_000;

    /** Computed with an independent program. Changing one moves the clients of every fleet. */
    @Test
    void agreesWithTheVectors() {
        Maglev balancer = new Maglev(List.of(
                Fixtures.state("broker-1:1883", 1),
                Fixtures.state("broker-2:1883", 2),
                Fixtures.state("broker-3:1883", 1)));
        StringBuilder brokers = new StringBuilder();
        for (int i = 1; i <= 40; i++) {
            brokers.append(String.valueOf(balancer.pick(ALL, client("sensor-" + i))), 7, 8);
        }

        assertThat(brokers).hasToString("2322313223222222112321332223213332311112");
        assertThat(balancer.pick(ALL, client("a"))).hasToString("broker-2:1883");
        assertThat(balancer.pick(ALL, client("urn:device:0001"))).hasToString("broker-2:1883");
        assertThat(balancer.pick(ALL, client("ä€😀"))).hasToString("broker-2:1883");
        assertThat(Fixtures.count(CLIENTS, devices(balancer)))
                .isEqualTo(Map.of("broker-1:1883", 25_158, "broker-2:1883", 49_859, "broker-3:1883", 24_983));
    }

    @Test
    void doesNotDependOnTheOrderOfTheConfiguration() {
        List<BackendState> inOrder = Fixtures.states(1, 2, 3, 4, 5);
        List<BackendState> shuffled = new ArrayList<>(inOrder);
        Collections.shuffle(shuffled, new Random(3));
        Maglev one = new Maglev(inOrder);
        Maglev other = new Maglev(shuffled);

        for (int i = 0; i < 10_000; i++) {
            RouteKey key = client("device-" + i);
            assertThat(one.pick(ALL, key)).isSameAs(other.pick(ALL, key));
        }
    }

    @Test
    void givesEachBackendItsWeightsShare() {
        int[] weights = {1, 2, 3, 10, 100, 400, 0};

        Map<String, Integer> counts = Fixtures.count(CLIENTS, devices(new Maglev(Fixtures.states(weights))));

        assertThat(counts).doesNotContainKey("g");
        for (int i = 0; i < 6; i++) {
            double share = counts.getOrDefault(String.valueOf((char) ('a' + i)), 0) / (double) CLIENTS;
            assertThat(share).isCloseTo(weights[i] / 516.0, within(0.02));
        }
    }

    @Test
    void movesOnlyTheClientsOfABackendThatIsOutForAWhile() {
        List<BackendState> all = Fixtures.brokers(10);
        Maglev balancer = new Maglev(all);
        BackendState out = all.get(3);

        Map<String, Integer> movedTo = Fixtures.count(0, () -> null);
        for (int i = 0; i < CLIENTS; i++) {
            RouteKey key = client("device-" + i);
            BackendState before = balancer.pick(ALL, key);
            BackendState during = balancer.pick(backend -> backend != out, key);
            if (before == out) {
                movedTo.merge(String.valueOf(during), 1, Integer::sum);
            } else {
                assertThat(during).isSameAs(before);
            }
        }
        // The clients of the one that is out spread evenly over the nine others.
        assertThat(movedTo).hasSize(9).allSatisfy((name, count) -> assertThat(count)
                .isCloseTo(CLIENTS / 10 / 9, within(CLIENTS / 10 / 9 / 8)));
    }

    @Test
    void picksNobodyWhenNobodyIsEligible() {
        assertThat(new Maglev(Fixtures.states(1, 1)).pick(backend -> false, client("a")))
                .isNull();
        assertThat(new Maglev(Fixtures.states(0, 0)).pick(ALL, client("a"))).isNull();
    }

    private static Supplier<@Nullable BackendState> devices(Maglev balancer) {
        AtomicInteger next = new AtomicInteger();
        return () -> balancer.pick(ALL, client("device-" + next.getAndIncrement()));
    }
}
