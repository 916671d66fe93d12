package io.mqttproxy;

import io.mqttproxy.admin.Readiness;
import io.mqttproxy.config.BackendConfig;
import io.mqttproxy.config.BalanceConfig;
import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.EjectionConfig;
import io.mqttproxy.config.HealthConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.ProxyProtocolConfig;
import io.mqttproxy.config.Rate;
import io.mqttproxy.config.RedirectConfig;
import io.mqttproxy.config.RouteConfig;
import io.mqttproxy.metrics.BackendMetrics;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.proxyprotocol.ProxyProtocolVersion;
import io.mqttproxy.proxyprotocol.Tlv;
import io.mqttproxy.relay.BackendTarget;
import io.mqttproxy.relay.ClusterRules;
import io.mqttproxy.relay.ConnectFailure;
import io.mqttproxy.relay.DeadBackends;
import io.mqttproxy.relay.ProxyPreamble;
import io.mqttproxy.relay.Redirects;
import io.mqttproxy.relay.Sessions;
import io.mqttproxy.relay.StormLimit;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.Balancers;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.ClusterPolicy;
import io.mqttproxy.routing.EjectionPolicy;
import io.mqttproxy.routing.Explanation;
import io.mqttproxy.routing.HealthChecker;
import io.mqttproxy.routing.HealthPolicy;
import io.mqttproxy.routing.HealthProbe;
import io.mqttproxy.routing.Roster;
import io.mqttproxy.routing.Route;
import io.mqttproxy.routing.RouteKey;
import io.mqttproxy.routing.RouteTable;
import io.mqttproxy.routing.Router;
import io.mqttproxy.tls.LiveTls;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Turns the sections about clusters and routes into what balances, connects and is watched. */
final class ClusterAssembly implements Readiness {

    /** The most that one attempt to connect a backend may take; the listener's {@code timeouts.backend} bounds them all. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final ProxyConfig config;
    private final ProxyMetrics metrics;
    private final LiveTls tls;
    private final Map<String, LiveCluster> clusters = new LinkedHashMap<>();
    private final Map<BackendState, BackendTarget> targets = new ConcurrentHashMap<>();
    private final Router router;

    ClusterAssembly(ProxyConfig config, ProxyMetrics metrics, LiveTls tls) {
        this.config = config;
        this.metrics = metrics;
        this.tls = tls;
        Map<String, Cluster> initial = new LinkedHashMap<>();
        for (ClusterConfig section : config.clusters().values()) {
            LiveCluster cluster = live(section);
            clusters.put(section.name(), cluster);
            initial.put(section.name(), cluster.cluster());
        }
        List<Route> routes = config.routes().stream().map(RouteConfig::route).toList();
        router = new Router(new RouteTable(routes), initial);
    }

    private LiveCluster live(ClusterConfig section) {
        ClusterRules rules = rules(section);
        return new LiveCluster(
                Cluster.empty(section.name(), policy(section)),
                section.backends().stream().map(ClusterAssembly::backend).toList(),
                new Roster(backend -> state(backend, section)),
                metrics,
                state -> target(section, state, rules),
                targets);
    }

    private static ClusterPolicy policy(ClusterConfig section) {
        BalanceConfig balance = section.balance();
        Balancers.Options options =
                new Balancers.Options(balance.key(), balance.boundedLoad(), () -> ThreadLocalRandom.current()
                        .nextLong());
        return new ClusterPolicy(
                Balancers.named(balance.policy().configName(), options),
                balance.slowStart(),
                balance.panicThreshold(),
                balance.zone(),
                section.ejection().maxShare());
    }

    private static Backend backend(BackendConfig section) {
        return new Backend(
                section.name(), section.host(), section.port(), section.weight(), section.tier(), section.zone());
    }

    private static BackendState state(Backend backend, ClusterConfig cluster) {
        EjectionConfig ejection = cluster.ejection();
        return new BackendState(
                backend,
                policy(cluster.health()),
                new EjectionPolicy(ejection.failures(), ejection.refusals(), ejection.base(), ejection.max()),
                System::nanoTime,
                InstantSource.system());
    }

    private static HealthPolicy policy(@Nullable HealthConfig health) {
        return health == null
                ? HealthPolicy.DEFAULT
                : new HealthPolicy(health.interval(), health.timeout(), health.rise(), health.fall());
    }

    private BackendTarget target(ClusterConfig section, BackendState state, ClusterRules rules) {
        BackendMetrics meters = metrics.backend(
                section.name(),
                state.backend().name(),
                state::available,
                state::connections,
                List.of(ConnectFailure.values()));
        return new BackendTarget(
                section.name(),
                state,
                address(state.backend()),
                meters,
                preamble(section.proxyProtocol()),
                section.tls() == null ? null : tls.backends(section.name()),
                rules);
    }

    private static ClusterRules rules(ClusterConfig section) {
        @Nullable Rate limit = section.stormLimit();
        RedirectConfig redirect = section.redirect();
        @Nullable HealthConfig health = section.health();
        return new ClusterRules(
                limit == null ? null : new StormLimit(limit.perSecond(), System::nanoTime),
                redirect.mode() == RedirectConfig.Mode.PASS
                        ? null
                        : new Redirects(redirect.names(), redirect.mode() == RedirectConfig.Mode.FOLLOW),
                health != null && health.whenDown() == HealthConfig.WhenDown.CLOSE);
    }

    /** Addresses are taken as they are; names are resolved for each connection, without blocking. */
    static InetSocketAddress address(Backend backend) {
        boolean literal = NetUtil.isValidIpV4Address(backend.host()) || NetUtil.isValidIpV6Address(backend.host());
        return literal
                ? new InetSocketAddress(backend.host(), backend.port())
                : InetSocketAddress.createUnresolved(backend.host(), backend.port());
    }

    private static @Nullable ProxyPreamble preamble(ProxyProtocolConfig section) {
        Set<Tlv> tlvs = EnumSet.noneOf(Tlv.class);
        section.tlvs().forEach(name -> tlvs.add(Tlv.named(name)));
        return switch (section.version()) {
            case OFF -> null;
            case V1 -> new ProxyPreamble(ProxyProtocolVersion.V1, tlvs, Map.of());
            case V2 -> new ProxyPreamble(ProxyProtocolVersion.V2, tlvs, section.custom());
        };
    }

    Router router() {
        return router;
    }

    /** Closes the clients of backends that are found down, where a cluster wants that; to be started. */
    DeadBackends closeDead(Sessions sessions) {
        return new DeadBackends(sessions, targets.values());
    }

    /** Where a client would go if all backends were up; nothing is connected, opened or looked up. */
    static Explanation explain(ProxyConfig config, RouteKey client) {
        Map<String, Cluster> clusters = new LinkedHashMap<>();
        for (ClusterConfig section : config.clusters().values()) {
            List<BackendState> states = section.backends().stream()
                    .map(backend -> state(backend(backend), section))
                    .toList();
            Cluster empty = Cluster.empty(section.name(), policy(section));
            clusters.put(section.name(), states.isEmpty() ? empty : empty.with(states));
        }
        List<Route> routes = config.routes().stream().map(RouteConfig::route).toList();
        return new Router(new RouteTable(routes), clusters).explain(client);
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

    /** Lets go of backends that left a cluster, once their last client is gone. */
    void forgetEmpty(String cluster) {
        Objects.requireNonNull(clusters.get(cluster)).forgetEmpty();
    }

    /** Every backend of every cluster, those with clients that left it as well; others read it while it changes. */
    Map<BackendState, BackendTarget> targets() {
        return targets;
    }

    /** A checker for each cluster with a health section, by its name; not started. */
    Map<String, HealthChecker> healthCheckers(HealthProbes probes, ScheduledExecutorService scheduler) {
        Map<String, HealthChecker> checkers = new HashMap<>();
        clusters.forEach((name, live) -> {
            ClusterConfig section = Objects.requireNonNull(config.clusters().get(name));
            @Nullable HealthConfig health = section.health();
            if (health != null) {
                List<BackendState> backends = live.cluster().backends();
                HealthProbe probe = probes.of(section, health);
                checkers.put(name, new HealthChecker(backends, policy(health), probe, scheduler, new SecureRandom()));
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
