package io.mqttproxy.routing;

import static io.mqttproxy.routing.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {

    private final Cluster brokers = new Cluster("brokers", Fixtures.states(1), Rendezvous::new);
    private final Cluster sensors = new Cluster("sensors", Fixtures.states(1), RoundRobin::new);
    private final Map<String, Cluster> clusters = Map.of("sensors", sensors, "brokers", brokers);
    private final Route toSensors = new Route(List.of(Condition.parse("clientId", "sensor-*")), "sensors");

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
}
