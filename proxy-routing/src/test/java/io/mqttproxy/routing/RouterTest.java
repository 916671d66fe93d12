package io.mqttproxy.routing;

import static io.mqttproxy.routing.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RouterTest {

    private final Cluster brokers = new Cluster("brokers", Fixtures.states(1), Rendezvous::new);
    private final Cluster sensors = new Cluster("sensors", Fixtures.states(1), RoundRobin::new);
    private final Map<String, Cluster> clusters = Map.of("sensors", sensors, "brokers", brokers);
    private final Route toSensors = Route.to("sensors", Conditions.parse("clientId", "sensor-*"));

    @Test
    void findsTheClusterOfTheFirstRouteThatMatches() {
        Router router = new Router(new RouteTable(List.of(toSensors, Route.toAll("brokers"))), clusters);

        assertThat(router.route(client("sensor-1"))).isSameAs(sensors);
        assertThat(router.route(client("meter-1"))).isSameAs(brokers);
    }

    @Test
    void findsNoClusterWhenNoRouteMatches() {
        assertThat(new Router(new RouteTable(List.of(toSensors)), clusters).route(client("meter-1")))
                .isNull();
    }

    @Test
    void listsItsClustersByName() {
        assertThat(new Router(new RouteTable(List.of()), clusters).clusters()).containsExactly(brokers, sensors);
    }

    @Test
    void refusesARouteToAClusterThatDoesNotExist() {
        RouteTable table = new RouteTable(List.of(toSensors, Route.toAll("brokrs")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Router(table, clusters))
                .withMessage("routes[1].to: brokrs (expected: one of the clusters brokers, sensors)");
    }

    @Test
    void refusesAShareForAClusterThatDoesNotExist() {
        Route shared = new Route(List.of(), Targets.of(Map.of("brokers", 95, "green", 5)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Router(new RouteTable(List.of(shared)), clusters))
                .withMessage("routes[0].to: green (expected: one of the clusters brokers, sensors)");
    }

    @Test
    void sharesTheClientsOfARoute() {
        Route shared = new Route(List.of(), Targets.of(Map.of("brokers", 1, "sensors", 1)));
        Router router = new Router(new RouteTable(List.of(shared)), clusters);

        assertThat(IntStream.range(0, 1000).filter(i -> router.route(client("device-" + i)) == sensors))
                .hasSizeBetween(440, 560);
    }

    @Test
    void saysWhetherAnyRouteAsksForTheIssuer() {
        assertThat(new Router(new RouteTable(List.of(toSensors)), clusters).asksForIssuer())
                .isFalse();
        Route byIssuer = Route.to("brokers", Conditions.parse("issuer", "CN=*"));
        assertThat(new Router(new RouteTable(List.of(toSensors, byIssuer)), clusters).asksForIssuer())
                .isTrue();
    }

    @Test
    void explainsWhereAClientWouldGo() {
        Router router = new Router(new RouteTable(List.of(toSensors, Route.toAll("brokers"))), clusters);
        brokers.backends().get(0).connectFailed();

        Explanation hashed = router.explain(client("meter-1"));
        Explanation inTurns = router.explain(client("sensor-1"));

        assertThat(hashed.route()).isEqualTo(1);
        assertThat(hashed.cluster()).isEqualTo("brokers");
        assertThat(hashed.pick()).isEqualTo("a");
        assertThat(hashed.candidates()).singleElement().satisfies(candidate -> {
            assertThat(candidate.used()).isFalse();
            assertThat(candidate.view().state()).isEqualTo(BackendView.State.EJECTED);
        });
        assertThat(inTurns.pick()).isNull();
        assertThat(inTurns.candidates()).singleElement().satisfies(candidate -> assertThat(candidate.used())
                .isTrue());
    }

    @Test
    void explainsThatNoRouteMatches() {
        assertThat(new Router(new RouteTable(List.of(toSensors)), clusters).explain(client("meter-1")))
                .isEqualTo(new Explanation(-1, null, List.of(), null));
    }

    @Test
    void replacesAClusterWhoseBackendsHaveChanged() {
        // given
        Router router = new Router(new RouteTable(List.of(toSensors, Route.toAll("brokers"))), clusters);
        Cluster bigger = brokers.with(Fixtures.states(1, 1));

        // when
        router.replace(bigger);

        // then
        assertThat(router.route(client("meter-1"))).isSameAs(bigger);
        assertThat(router.clusters()).containsExactly(bigger, sensors);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> router.replace(new Cluster("other", Fixtures.states(1), RoundRobin::new)))
                .withMessage("other (expected: one of the clusters brokers, sensors)");
    }

    @Test
    void findsNobodyInAClusterWhoseBackendsAreNotKnownYet() {
        Cluster empty = Cluster.empty("brokers", ClusterPolicy.of(Rendezvous::new));
        Router router = new Router(new RouteTable(List.of(Route.toAll("brokers"))), Map.of("brokers", empty));

        assertThat(empty.select(client("meter-1"), List.of())).isNull();
        assertThat(empty.home(client("meter-1"))).isNull();
        assertThat(router.explain(client("meter-1"))).isNotNull();
    }
}
