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

class RendezvousTest {

    private static final int CLIENTS = 100_000;

    /** Computed with an independent program. Changing one moves the clients of every fleet. */
    @Test
    void agreesWithTheVectors() {
        Rendezvous balancer = new Rendezvous(List.of(
                Fixtures.state("broker-1:1883", 1),
                Fixtures.state("broker-2:1883", 2),
                Fixtures.state("broker-3:1883", 1)));

        assertThat(balancer.pick(ALL, client("a"))).hasToString("broker-1:1883");
        assertThat(balancer.pick(ALL, client("sensor-1"))).hasToString("broker-1:1883");
        assertThat(balancer.pick(ALL, client("sensor-2"))).hasToString("broker-2:1883");
        assertThat(balancer.pick(ALL, client("sensor-3"))).hasToString("broker-1:1883");
        assertThat(balancer.pick(ALL, client("urn:device:0001"))).hasToString("broker-1:1883");
        assertThat(balancer.pick(ALL, client("ä€😀"))).hasToString("broker-1:1883");
        assertThat(Fixtures.count(CLIENTS, devices(balancer)))
                .isEqualTo(Map.of("broker-1:1883", 25_095, "broker-2:1883", 49_777, "broker-3:1883", 25_128));
    }

    @Test
    void givesEachBackendItsWeightsShare() {
        int[] weights = {1, 2, 3, 10, 100, 400};

        Map<String, Integer> counts = Fixtures.count(CLIENTS, devices(new Rendezvous(Fixtures.states(weights))));

        for (int i = 0; i < weights.length; i++) {
            String name = String.valueOf((char) ('a' + i));
            double share = counts.getOrDefault(name, 0) / (double) CLIENTS;
            assertThat(share).as(name).isCloseTo(weights[i] / 516.0, within(0.02));
        }
    }

    @Test
    void givesEqualBackendsEqualSharesWithinTwoPercentOfTheShare() {
        Map<String, Integer> counts = Fixtures.count(CLIENTS, devices(new Rendezvous(Fixtures.states(7, 7, 7, 7, 7))));

        assertThat(counts).hasSize(5).allSatisfy((name, count) -> assertThat(count)
                .isCloseTo(CLIENTS / 5, within(CLIENTS / 5 / 50)));
    }

    @Test
    void doesNotDependOnTheOrderOfTheConfiguration() {
        List<BackendState> inOrder = Fixtures.states(1, 2, 3, 4, 5);
        List<BackendState> shuffled = new ArrayList<>(inOrder);
        Collections.shuffle(shuffled, new Random(3));
        Rendezvous one = new Rendezvous(inOrder);
        Rendezvous other = new Rendezvous(shuffled);

        for (int i = 0; i < 10_000; i++) {
            RouteKey key = client("device-" + i);
            assertThat(one.pick(ALL, key)).isSameAs(other.pick(ALL, key));
        }
    }

    @Test
    void movesOnlyTheClientsOfTheBackendThatLeaves() {
        List<BackendState> all = Fixtures.states(1, 1, 1, 1, 1);
        BackendState leaving = all.get(2);
        Rendezvous balancer = new Rendezvous(all);
        int moved = 0;

        for (int i = 0; i < CLIENTS; i++) {
            RouteKey key = client("device-" + i);
            BackendState before = balancer.pick(ALL, key);
            BackendState after = balancer.pick(backend -> backend != leaving, key);
            if (before == leaving) {
                moved++;
                assertThat(after).isNotNull().isNotSameAs(leaving);
            } else {
                assertThat(after).isSameAs(before);
            }
        }
        assertThat(moved).isCloseTo(CLIENTS / 5, within(CLIENTS / 5 / 50));
    }

    @Test
    void movesNoClientBetweenTheOthersWhenAWeightChanges() {
        Rendezvous light = new Rendezvous(Fixtures.states(2, 2, 2, 2));
        Rendezvous heavy = new Rendezvous(Fixtures.states(2, 2, 2, 5));

        for (int i = 0; i < 10_000; i++) {
            String before = name(light.pick(ALL, client("device-" + i)));
            String after = name(heavy.pick(ALL, client("device-" + i)));
            assertThat(after).isIn(before, "d");
        }
    }

    @Test
    void spreadsSequentialClientIdsWithoutStripes() {
        Rendezvous balancer = new Rendezvous(Fixtures.states(1, 1));
        int same = 0;

        for (int i = 0; i < CLIENTS; i++) {
            boolean equal = balancer.pick(ALL, client("dev" + i)) == balancer.pick(ALL, client("dev" + (i + 1)));
            same += equal ? 1 : 0;
        }

        assertThat(same).isCloseTo(CLIENTS / 2, within(CLIENTS / 100));
    }

    @Test
    void fallsBackFromClientIdToIdentityToSource() {
        Rendezvous balancer = new Rendezvous(Fixtures.states(1, 1, 1, 1, 1, 1, 1, 1));
        for (int i = 0; i < 100; i++) {
            String text = "text-" + i;
            BackendState byClientId = balancer.pick(ALL, key(text, "other", "other"));
            assertThat(balancer.pick(ALL, key("", text, "other"))).isSameAs(byClientId);
            assertThat(balancer.pick(ALL, key("", null, text))).isSameAs(byClientId);
        }
    }

    @Test
    void picksNobodyWhenNobodyIsEligible() {
        assertThat(new Rendezvous(Fixtures.states(1, 1)).pick(backend -> false, client("a")))
                .isNull();
    }

    private static Supplier<@Nullable BackendState> devices(Rendezvous balancer) {
        AtomicInteger next = new AtomicInteger();
        return () -> balancer.pick(ALL, client("device-" + next.getAndIncrement()));
    }

    private static String name(@Nullable BackendState state) {
        return state == null ? "nobody" : state.backend().name();
    }

    private static RouteKey key(String clientId, @Nullable String identity, String source) {
        return new RouteKey("mqtts", null, clientId, null, identity, 5, source);
    }
}
