package io.mqttproxy.admin;

import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.EjectionPolicy;
import io.mqttproxy.routing.Explanation;
import io.mqttproxy.routing.HealthPolicy;
import io.mqttproxy.routing.Rendezvous;
import io.mqttproxy.routing.Route;
import io.mqttproxy.routing.RouteKey;
import io.mqttproxy.routing.RouteTable;
import io.mqttproxy.routing.Router;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Two clusters with real states, {@code shared} being in both; what is asked of them is noted. */
final class TestClusters implements ClusterControl {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Cluster one = cluster("one", "a", "b:1883", "shared");
    private final Cluster two = cluster("two", "shared");
    private final Router router =
            new Router(new RouteTable(List.of(Route.toAll("one"))), Map.of("one", one, "two", two));
    private final List<String> calls = new ArrayList<>();

    private static Cluster cluster(String name, String... backends) {
        List<BackendState> states = new ArrayList<>();
        for (String backend : backends) {
            states.add(new BackendState(
                    new Backend(backend, "192.0.2.1", 1883, 1),
                    HealthPolicy.DEFAULT,
                    EjectionPolicy.DEFAULT,
                    System::nanoTime,
                    InstantSource.fixed(NOW)));
        }
        return new Cluster(name, states, Rendezvous::new);
    }

    /** In their order. */
    List<String> calls() {
        return calls;
    }

    @Override
    public List<ClusterView> clusters() {
        return router.clusters().stream()
                .map(cluster -> new ClusterView(
                        cluster.name(),
                        cluster.backends().stream().map(BackendState::view).toList()))
                .toList();
    }

    @Override
    public List<String> listeners() {
        return List.of("mqtts", "plain");
    }

    @Override
    public Explanation explain(RouteKey client) {
        return router.explain(client);
    }

    @Override
    public int usualPace() {
        return 500;
    }

    @Override
    public void drain(String cluster, String backend, int perSecond) {
        calls.add("drain " + cluster + " " + backend + " " + perSecond);
        one.backends().get(0).drain("by a test");
    }

    @Override
    public void restore(String cluster, String backend) {
        calls.add("restore " + cluster + " " + backend);
    }

    @Override
    public int rebalance(String cluster, int perSecond) {
        calls.add("rebalance " + cluster + " " + perSecond);
        return 7;
    }
}
