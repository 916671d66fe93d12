package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twenty proxies, thirty brokers and a million clients. The numbers stand in docs/balancing.md. */
class FleetSimulationTest {

    private static final int BROKERS = 30;
    /** Of all proxies together, a second. */
    private static final int PACE = 2_000;

    private static final Duration MORNING = Duration.ofSeconds(60);

    @Test
    void rollingRestart(TestReporter reporter) {
        Fleet fleet = connected("rendezvous");
        int[] homes = IntStream.range(0, Fleet.CLIENTS).map(fleet::brokerOf).toArray();
        fleet.brokers().forEach(broker -> broker.peak = 0);
        Duration start = fleet.time();

        for (int b = 0; b < BROKERS; b++) {
            int broker = b;
            fleet.proxies().forEach(proxy -> proxy.state(broker).drain("rolling restart"));
            fleet.move(fleet.clientsWhere(client -> fleet.brokerOf(client) == broker), PACE);
            assertThat(fleet.broker(broker).clients).isZero();
            fleet.crash(broker);
            fleet.run(Duration.ofSeconds(10));
            fleet.broker(broker).up = true;
            fleet.run(Duration.ofSeconds(15));
            fleet.proxies().forEach(proxy -> proxy.state(broker).restore());
            fleet.run(Duration.ofSeconds(20)); // the slow start
            fleet.move(fleet.clientsWhere(client -> homes[client] == broker && fleet.brokerOf(client) != broker), PACE);
        }

        Duration took = fleet.time().minus(start);
        report(reporter, "rolling restart", fleet, took);
        assertThat(fleet.moves()).isEqualTo(2L * Fleet.CLIENTS); // away and back, nobody else
        assertThat(IntStream.range(0, Fleet.CLIENTS)).allMatch(client -> fleet.brokerOf(client) == homes[client]);
        assertThat(peak(fleet)).isLessThanOrEqualTo(PACE + PACE / 10);
        assertThat(took).isLessThan(Duration.ofMinutes(42));
    }

    @Test
    void crashOfOneBroker(TestReporter reporter) {
        Fleet fleet = connected("rendezvous");
        int lost = fleet.broker(4).clients;
        fleet.brokers().forEach(broker -> broker.peak = 0);
        Duration start = fleet.time();

        fleet.crash(4);
        fleet.runUntilAllAreConnected();

        Duration took = fleet.time().minus(start);
        report(reporter, "crash", fleet, took);
        assertThat(fleet.moves()).isEqualTo(lost);
        assertThat(took).isLessThan(Duration.ofSeconds(11));
        // A thirtieth of the clients come back within nine seconds, spread over 29 brokers.
        assertThat(peak(fleet)).isLessThan(2 * lost / 9 / 29);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rendezvous", "maglev"})
    void scaleOut(String policy, TestReporter reporter) {
        Fleet fleet = connected(policy);
        fleet.brokers().forEach(broker -> broker.peak = 0);
        Duration start = fleet.time();

        fleet.addBrokers(3);
        List<Integer> strays =
                Rebalance.strays(fleet.clientsWhere(client -> true), fleet::stateOf, client -> fleet.proxyOf(client)
                        .cluster()
                        .home(Fleet.key(client)));
        fleet.run(Duration.ofSeconds(30)); // past the slow start
        fleet.move(strays, PACE);

        Duration took = fleet.time().minus(start);
        report(reporter, "scale-out " + policy, fleet, took);
        double must = Fleet.CLIENTS * 3.0 / 33;
        assertThat((double) fleet.moves()).isBetween(must * 0.97, must * (policy.equals("maglev") ? 1.5 : 1.03));
        assertThat(fleet.moves()).isEqualTo(strays.size());
        assertThat(most(fleet, broker -> broker.clients)).isLessThan(Fleet.CLIENTS / 33 * 105 / 100);
        assertThat(peak(fleet)).isLessThan(PACE / 2);
        assertThat(took).isLessThan(Duration.ofSeconds(110));
    }

    @Test
    void oneSlowBroker(TestReporter reporter) {
        Fleet fleet = new Fleet(BROKERS, policy("rendezvous"), 1);
        fleet.broker(9).capacity = 50; // the others get 556 a second

        fleet.connectAll(MORNING);
        fleet.runUntilAllAreConnected();

        report(reporter, "slow broker", fleet, fleet.time());
        assertThat(fleet.time()).isLessThan(MORNING.plusSeconds(30));
        assertThat(fleet.broker(9).refusals).isLessThan(Fleet.CLIENTS / 50);
        int others = (int) (Fleet.CLIENTS / MORNING.toSeconds() / (BROKERS - 1));
        assertThat(IntStream.range(0, BROKERS).filter(broker -> broker != 9))
                .allSatisfy(broker -> assertThat(fleet.broker(broker).peak).isLessThan(others * 13 / 10));
    }

    @Test
    void allProxiesAgreeAboutEveryClient() {
        for (String policy : List.of("rendezvous", "maglev")) {
            Fleet fleet = new Fleet(BROKERS, policy(policy), 1);
            for (int client = 0; client < 5_000; client++) {
                RouteKey key = Fleet.key(client);
                String first = String.valueOf(fleet.proxies().get(0).cluster().home(key));
                assertThat(fleet.proxies())
                        .allSatisfy(
                                proxy -> assertThat(proxy.cluster().home(key)).hasToString(first));
            }
        }
    }

    private static Fleet connected(String policy) {
        Fleet fleet = new Fleet(BROKERS, policy(policy), 1);
        fleet.connectAll(MORNING);
        fleet.runUntilAllAreConnected();
        return fleet;
    }

    private static ClusterPolicy policy(String name) {
        return new ClusterPolicy(Balancers.named(name), Duration.ofSeconds(20), 0, "", 50);
    }

    private static int peak(Fleet fleet) {
        return most(fleet, broker -> broker.peak);
    }

    private static int most(Fleet fleet, ToIntFunction<Fleet.Broker> figure) {
        return fleet.brokers().stream().mapToInt(figure).max().orElseThrow();
    }

    private static void report(TestReporter reporter, String name, Fleet fleet, Duration took) {
        reporter.publishEntry(
                name,
                String.format(
                        Locale.ROOT,
                        "moved %d, peak %d/s, most clients %d, refusals %d, took %s",
                        fleet.moves(),
                        peak(fleet),
                        most(fleet, broker -> broker.clients),
                        most(fleet, broker -> broker.refusals),
                        took));
    }
}
