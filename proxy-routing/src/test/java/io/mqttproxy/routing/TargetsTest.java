package io.mqttproxy.routing;

import static io.mqttproxy.routing.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TargetsTest {

    private static final int CLIENTS = 100_000;

    /** Computed with an independent program. Changing one moves clients between the clusters of every fleet. */
    @Test
    void agreesWithTheVectors() {
        Targets targets = Targets.of(Map.of("blue", 95, "green", 5));
        Set<Integer> green = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            if (targets.of(client("device-" + i)).equals("green")) {
                green.add(i);
            }
        }

        assertThat(green).containsExactly(35, 47, 70, 81, 96, 142, 144, 163, 164);
        assertThat(targets.of(client("urn:device:0001"))).isEqualTo("green");
        assertThat(share(targets, "green")).isEqualTo(0.04829);
    }

    @Test
    void givesEachClusterItsShare() {
        Targets targets = Targets.of(Map.of("a", 1, "b", 3, "c", 0, "d", 6));

        assertThat(share(targets, "a")).isCloseTo(0.1, within(0.02));
        assertThat(share(targets, "b")).isCloseTo(0.3, within(0.02));
        assertThat(share(targets, "c")).isZero();
        assertThat(share(targets, "d")).isCloseTo(0.6, within(0.02));
    }

    @Test
    void movesOnlyTheClientsThatAChangedShareMustMove() {
        Targets before = Targets.of(Map.of("blue", 95, "green", 5));
        Targets after = Targets.of(Map.of("blue", 90, "green", 10));

        long moved = IntStream.range(0, CLIENTS)
                .filter(i -> {
                    String then = before.of(client("device-" + i));
                    String now = after.of(client("device-" + i));
                    assertThat(then.equals("green") && now.equals("blue")).isFalse();
                    return !then.equals(now);
                })
                .count();

        assertThat(moved / (double) CLIENTS).isCloseTo(0.05, within(0.005));
    }

    @Test
    void spreadsTheClientsOfOneTargetOverAllItsBackends() {
        Targets targets = Targets.of(Map.of("blue", 1, "green", 1));
        Rendezvous brokers = new Rendezvous(Fixtures.states(1, 1, 1, 1));
        List<RouteKey> green = IntStream.range(0, CLIENTS)
                .mapToObj(i -> client("device-" + i))
                .filter(key -> targets.of(key).equals("green"))
                .toList();
        var next = green.iterator();

        Map<String, Integer> counts = Fixtures.count(green.size(), () -> brokers.pick(Fixtures.ALL, next.next()));

        int even = green.size() / 4;
        assertThat(counts).hasSize(4).allSatisfy((name, count) -> assertThat(count)
                .isCloseTo(even, within(even / 25)));
    }

    @Test
    void refusesSharesThatLeaveNoChoice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Targets.of(Map.of("a", 0)))
                .withMessage("every weight is 0 (expected: at least one above 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Targets.of(Map.of("a", 1001)))
                .withMessage("a: 1001 (expected: 0 to 1000)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Targets.of(Map.of()))
                .withMessage("every weight is 0 (expected: at least one above 0)");
    }

    @Test
    void saysWhatItIs() {
        assertThat(Targets.one("blue")).hasToString("blue").isEqualTo(Targets.of(Map.of("blue", 1)));
        assertThat(Targets.of(Map.of("green", 5, "blue", 95))).hasToString("blue:95, green:5");
    }

    private static double share(Targets targets, String cluster) {
        return IntStream.range(0, CLIENTS)
                        .filter(i -> targets.of(client("device-" + i)).equals(cluster))
                        .count()
                / (double) CLIENTS;
    }
}
