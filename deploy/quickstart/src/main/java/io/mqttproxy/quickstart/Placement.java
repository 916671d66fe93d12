package io.mqttproxy.quickstart;

import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.Balancers;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.EjectionPolicy;
import io.mqttproxy.routing.HealthPolicy;
import io.mqttproxy.routing.RouteKey;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tells which broker a client gets, by the proxy's own balancer over the same backends. */
final class Placement {

    private static final int MQTT_3_1_1 = 4;

    private final Cluster cluster;

    private Placement(Cluster cluster) {
        this.cluster = cluster;
    }

    /** For the cluster in the file of {@link ProxyConfiguration}. */
    static Placement over(int firstPort, int secondPort) {
        List<BackendState> backends =
                IntStream.of(firstPort, secondPort).mapToObj(Placement::backend).toList();
        return new Placement(new Cluster("brokers", backends, Balancers.named("rendezvous")));
    }

    private static BackendState backend(int port) {
        Backend backend = Backend.of("127.0.0.1", port, Backend.DEFAULT_WEIGHT);
        return new BackendState(
                backend, HealthPolicy.DEFAULT, EjectionPolicy.DEFAULT, System::nanoTime, Clock.systemUTC());
    }

    /** The port of the broker that a client with this identifier gets. */
    int port(String clientId) {
        RouteKey key = new RouteKey("mutual", null, clientId, null, null, MQTT_3_1_1, "127.0.0.1");
        return Optional.ofNullable(cluster.select(key, List.of()))
                .map(state -> state.backend().port())
                .orElseThrow();
    }

    /** The first of {@code name}, {@code name-2}, {@code name-3}... whose client gets another broker than {@code port}. */
    String elsewhere(String name, int port) {
        return Stream.concat(Stream.of(name), IntStream.iterate(2, i -> i + 1).mapToObj(i -> name + "-" + i))
                .filter(clientId -> port(clientId) != port)
                .findFirst()
                .orElseThrow();
    }
}
