package io.mqttproxy;

import io.mqttproxy.admin.ClusterControl;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.relay.ClientMoves;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.Explanation;
import io.mqttproxy.routing.RouteKey;
import io.mqttproxy.routing.Router;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lets operators look at clusters and move their clients.
 *
 * @param config what serves now
 * @param router knows the clusters that serve now
 * @param moves moves clients
 */
record ClusterAdmin(Supplier<ProxyConfig> config, Supplier<Router> router, ClientMoves moves)
        implements ClusterControl {

    private static final String REASON = "drained by an operator";

    @Override
    public List<ClusterView> clusters() {
        return router.get().clusters().stream()
                .map(cluster -> new ClusterView(
                        cluster.name(),
                        cluster.backends().stream().map(BackendState::view).toList()))
                .toList();
    }

    @Override
    public List<String> listeners() {
        return List.copyOf(config.get().listeners().keySet());
    }

    @Override
    public int usualPace() {
        return config.get().shutdown().pace().perSecond();
    }

    @Override
    public Explanation explain(RouteKey client) {
        return router.get().explain(client);
    }

    @Override
    public void drain(String cluster, String backend, int perSecond) {
        moves.drain(state(cluster, backend), REASON, perSecond);
    }

    @Override
    public void restore(String cluster, String backend) {
        moves.restore(state(cluster, backend));
    }

    @Override
    public int rebalance(String cluster, int perSecond) {
        return moves.rebalance(cluster(cluster), perSecond);
    }

    private Cluster cluster(String name) {
        return router.get().clusters().stream()
                .filter(cluster -> cluster.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private BackendState state(String cluster, String name) {
        return cluster(cluster).backends().stream()
                .filter(state -> state.backend().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
