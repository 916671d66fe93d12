package io.mqttproxy;

import io.mqttproxy.admin.Readiness;
import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.HealthConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.RouteConfig;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.relay.BackendTarget;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.DiscoveryView;
import io.mqttproxy.routing.Explanation;
import io.mqttproxy.routing.HealthChecker;
import io.mqttproxy.routing.Roster;
import io.mqttproxy.routing.Route;
import io.mqttproxy.routing.RouteKey;
import io.mqttproxy.routing.RouteTable;
import io.mqttproxy.routing.Router;
import io.mqttproxy.tls.LiveTls;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** The clusters and routes of one configuration: what balances, connects and is watched. */
final class ClusterAssembly implements Readiness {

    /** The most that one attempt to connect a backend may take; the listener's {@code timeouts.backend} bounds them all. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final Map<String, LiveCluster> clusters = new LinkedHashMap<>();
    /** Those that earlier configurations had, while their backends have clients. */
    private final Map<String, LiveCluster> departed = new HashMap<>();

    private final Map<BackendState, BackendTarget> targets = new ConcurrentHashMap<>();
    private final Router router;

    /**
     * Puts a configuration into effect as far as backends are concerned: those that stay keep their state and their meters,
     * those that leave have theirs until their last client is gone.
     *
     * @param before what has served so far, and has nobody updated any more; null at start
     * @param found by cluster, what was looked up already
     */
    ClusterAssembly(
            ProxyConfig config,
            ProxyMetrics metrics,
            LiveTls tls,
            @Nullable ClusterAssembly before,
            Map<String, DiscoveryView> found) {
        LiveCluster.Shared shared = new LiveCluster.Shared(metrics, tls, targets);
        Map<String, LiveCluster> earlier = before == null ? Map.of() : before.all();
        Map<String, Cluster> initial = new LinkedHashMap<>();
        for (ClusterConfig section : config.clusters().values()) {
            List<Backend> discovered = section.discovery() == null
                    ? List.of()
                    : found.getOrDefault(section.name(), DiscoveryView.INITIAL).backends();
            LiveCluster cluster = live(section, shared, discovered, earlier.get(section.name()));
            clusters.put(section.name(), cluster);
            initial.put(section.name(), cluster.cluster());
        }
        earlier.forEach((name, cluster) -> {
            if (!clusters.containsKey(name)) {
                departed.put(name, LiveCluster.departed(cluster, shared));
            }
        });
        router = new Router(routes(config), initial);
    }

    private static LiveCluster live(
            ClusterConfig section, LiveCluster.Shared shared, List<Backend> discovered, @Nullable LiveCluster before) {
        return before == null
                ? LiveCluster.begin(ClusterPlan.of(section, null), shared, discovered)
                : LiveCluster.follow(ClusterPlan.of(section, before.plan()), shared, discovered, before);
    }

    private Map<String, LiveCluster> all() {
        Map<String, LiveCluster> all = new LinkedHashMap<>(clusters);
        all.putAll(departed);
        return all;
    }

    private static RouteTable routes(ProxyConfig config) {
        List<Route> routes = config.routes().stream().map(RouteConfig::route).toList();
        return new RouteTable(routes);
    }

    Router router() {
        return router;
    }

    /** Where a client would go if all backends were up; nothing is connected, opened or looked up. */
    static Explanation explain(ProxyConfig config, RouteKey client) {
        Map<String, Cluster> clusters = new LinkedHashMap<>();
        for (ClusterConfig section : config.clusters().values()) {
            ClusterPlan plan = ClusterPlan.of(section, null);
            List<BackendState> states =
                    plan.backends().stream().map(plan::state).toList();
            Cluster empty = plan.empty();
            clusters.put(section.name(), states.isEmpty() ? empty : empty.with(states));
        }
        return new Router(routes(config), clusters).explain(client);
    }

    /**
     * Takes the backends in that were found for a cluster; clients that come from now on are sent to them. For one cluster
     * used by one thread at a time.
     */
    Roster.Change update(String cluster, List<Backend> discovered) {
        LiveCluster live = Objects.requireNonNull(clusters.get(cluster));
        Roster.Change change = live.update(discovered);
        router.replace(live.cluster());
        return change;
    }

    /** Lets go of backends that left, once their last client is gone. By the thread that updates. */
    void forgetEmpty() {
        clusters.values().forEach(LiveCluster::forgetEmpty);
        departed.values().forEach(LiveCluster::forgetEmpty);
        departed.values().removeIf(LiveCluster::isEmpty);
    }

    /** Whether a cluster is there and has no backend at all. */
    boolean hasNobody(String cluster) {
        @Nullable LiveCluster live = clusters.get(cluster);
        return live != null && live.cluster().backends().isEmpty();
    }

    /** Every backend of every cluster, those with clients that left it as well; others read it while it changes. */
    Map<BackendState, BackendTarget> targets() {
        return targets;
    }

    /** A checker for each cluster with a health section, by its name; not started. */
    Map<String, HealthChecker> healthCheckers(HealthProbes probes, ScheduledExecutorService scheduler) {
        Map<String, HealthChecker> checkers = new HashMap<>();
        clusters.forEach((name, live) -> {
            @Nullable HealthConfig health = live.plan().section().health();
            if (health != null) {
                checkers.put(
                        name,
                        new HealthChecker(
                                live.cluster().backends(),
                                live.plan().healthPolicy(),
                                probes.of(live.plan().section(), health),
                                scheduler,
                                new SecureRandom()));
            }
        });
        return checkers;
    }

    /** Every cluster needs one backend that may be used. */
    @Override
    public List<Check> checks() {
        return router.clusters().stream().map(ClusterAssembly::check).toList();
    }

    private static Check check(Cluster cluster) {
        long available =
                cluster.backends().stream().filter(BackendState::available).count();
        String detail = available + " of " + cluster.backends().size() + " backends available";
        return new Check("cluster " + cluster.name(), available > 0, detail);
    }
}
