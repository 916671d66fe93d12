package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteTableTest {

    private static final RouteKey SENSOR =
            new RouteKey("mqtts", "X.A.example.com", "sensor-1", "alice", "device-1", 5, "10.1.2.3");
    private static final RouteKey ANONYMOUS = new RouteKey("mqtt", null, "", null, null, 4, "2001:db8::1");

    @Test
    void takesTheFirstRouteThatMatches() {
        RouteTable table = new RouteTable(List.of(
                route("one", "clientId", "meter-*"), route("two", "clientId", "sensor-*"), Route.toAll("three")));

        assertThat(table.cluster(SENSOR)).isEqualTo("two");
        assertThat(table.cluster(ANONYMOUS)).isEqualTo("three");
    }

    @Test
    void findsNothingWhenNoRouteMatches() {
        assertThat(new RouteTable(List.of(route("one", "clientId", "meter-*"))).cluster(SENSOR))
                .isNull();
        assertThat(new RouteTable(List.of()).cluster(SENSOR)).isNull();
    }

    @Test
    void asksForEachFact() {
        assertThat(cluster("listener", "mqtts", SENSOR)).isEqualTo("hit");
        assertThat(cluster("listener", "mqtts", ANONYMOUS)).isNull();
        assertThat(cluster("clientId", "sensor-*", SENSOR)).isEqualTo("hit");
        assertThat(cluster("clientId", "", ANONYMOUS)).isEqualTo("hit");
        assertThat(cluster("username", "a*", SENSOR)).isEqualTo("hit");
        assertThat(cluster("username", "*", ANONYMOUS)).isNull();
        assertThat(cluster("identity", "device-*", SENSOR)).isEqualTo("hit");
        assertThat(cluster("identity", "*", ANONYMOUS)).isNull();
        assertThat(cluster("mqttVersion", "5", SENSOR)).isEqualTo("hit");
        assertThat(cluster("mqttVersion", "3.1.1", ANONYMOUS)).isEqualTo("hit");
        assertThat(cluster("mqttVersion", "3.1", ANONYMOUS)).isNull();
        assertThat(cluster("source", "10.0.0.0/8", SENSOR)).isEqualTo("hit");
        assertThat(cluster("source", "10.0.0.0/8", ANONYMOUS)).isNull();
    }

    @Test
    void comparesServerNamesWithoutCase() {
        assertThat(cluster("sni", "*.a.EXAMPLE.com", SENSOR)).isEqualTo("hit");
        assertThat(cluster("sni", "*", ANONYMOUS)).isNull();
    }

    @Test
    void comparesEverythingElseWithCase() {
        assertThat(cluster("clientId", "SENSOR-*", SENSOR)).isNull();
    }

    @Test
    void asksForAllConditionsOfARoute() {
        Route both =
                Route.to("both", Conditions.parse("clientId", "sensor-*"), Conditions.parse("mqttVersion", "3.1.1"));

        assertThat(new RouteTable(List.of(both)).cluster(SENSOR)).isNull();
    }

    @Test
    void refusesARouteBehindOneWithoutConditions() {
        List<Route> routes =
                List.of(route("one", "clientId", "a"), Route.toAll("two"), route("three", "clientId", "b"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouteTable(routes))
                .withMessage("routes[2]: unreachable (expected: the route without conditions last)");
    }

    @Test
    void refusesARouteBehindOneWhoseConditionsAreAlwaysMet() {
        List<Route> routes = List.of(route("one", "clientId", "*"), Route.toAll("two"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouteTable(routes))
                .withMessage("routes[1]: unreachable (expected: the route without conditions last)");
    }

    @Test
    void refusesARouteBehindOneThatAsksForLess() {
        Route less = route("one", "sni", "a.example.com");
        Route more = Route.to("two", Conditions.parse("mqttVersion", "5"), Conditions.parse("sni", "A.example.com"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouteTable(List.of(less, more)))
                .withMessage(
                        "routes[1]: unreachable behind routes[0] (expected: the route with more conditions first)");
        assertThat(new RouteTable(List.of(more, less)).routes()).containsExactly(more, less);
    }

    @Test
    void ignoresConditionsThatAreAlwaysMetWhenItComparesRoutes() {
        Route less = Route.to("one", Conditions.parse("listener", "*"), Conditions.parse("mqttVersion", "5"));
        Route more = Route.to("two", Conditions.parse("mqttVersion", "5"), Conditions.parse("clientId", "a"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouteTable(List.of(less, more)))
                .withMessageStartingWith("routes[1]: unreachable behind routes[0]");
    }

    @Test
    void takesARouteBehindOneThatAsksForAFactWhichMayBeMissing() {
        RouteTable table = new RouteTable(List.of(route("named", "sni", "*"), Route.toAll("nameless")));

        assertThat(table.cluster(SENSOR)).isEqualTo("named");
        assertThat(table.cluster(ANONYMOUS)).isEqualTo("nameless");
    }

    @Test
    void refusesConditionsThatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Conditions.parse("clientid", "a"))
                .withMessage(
                        "clientid: no such condition"
                                + " (expected: listener, sni, alpn, clientId, username, identity, issuer, mqttVersion, source)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Conditions.parse("mqttVersion", "6"))
                .withMessage("mqttVersion: 6 (expected: 3.1, 3.1.1 or 5)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Conditions.parse("source", "anywhere"))
                .withMessageStartingWith("anywhere (expected: an address or a block");
    }

    @Test
    void knowsEveryConditionThatItLists() {
        for (String name : Conditions.names()) {
            String value = name.equals("source") ? "10.0.0.1" : "5";
            assertThat(Conditions.parse(name, value)).isNotNull();
        }
    }

    private static @Nullable String cluster(String condition, String value, RouteKey key) {
        return new RouteTable(List.of(route("hit", condition, value))).cluster(key);
    }

    private static Route route(String cluster, String condition, String value) {
        return Route.to(cluster, Conditions.parse(condition, value));
    }
}
