package io.mqttproxy;

import io.mqttproxy.admin.Readiness;
import io.mqttproxy.config.BackendConfig;
import io.mqttproxy.config.BalanceConfig;
import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.EjectionConfig;
import io.mqttproxy.config.HealthConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.ProxyProtocolConfig;
import io.mqttproxy.config.RouteConfig;
import io.mqttproxy.metrics.BackendMetrics;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.proxyprotocol.ProxyProtocolVersion;
import io.mqttproxy.proxyprotocol.Tlv;
import io.mqttproxy.relay.BackendTarget;
import io.mqttproxy.relay.ConnectFailure;
import io.mqttproxy.relay.ProxyPreamble;
import io.mqttproxy.relay.TcpProbe;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.Balancers;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.ClusterPolicy;
import io.mqttproxy.routing.EjectionPolicy;
import io.mqttproxy.routing.HealthChecker;
import io.mqttproxy.routing.HealthPolicy;
import io.mqttproxy.routing.Route;
import io.mqttproxy.routing.RouteTable;
import io.mqttproxy.routing.Router;
import io.mqttproxy.tls.LiveTls;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Map<String, Cluster> clusters = new LinkedHashMap<>();
    private final Map<BackendState, BackendTarget> targets = new HashMap<>();
    private final Map<Place, BackendTarget> earlier;

    /** What makes a backend the same one in another configuration. */
    private record Place(String cluster, String backend, String address) {}

    /**
     * Puts a configuration into effect as far as backends are concerned: those that stay keep their state and their meters,
     * the meters of those that leave are taken away.
     *
     * @param before what has served so far; null at start
     */
    ClusterAssembly(ProxyConfig config, ProxyMetrics metrics, LiveTls tls, @Nullable ClusterAssembly before) {
        this.config = config;
        this.metrics = metrics;
        this.tls = tls;
        this.earlier = new HashMap<>();
        if (before != null) {
            before.targets.values().forEach(target -> earlier.put(place(target.cluster(), target.state()), target));
        }
        removeMetersOfThoseThatLeave();
        config.clusters().values().forEach(this::add);
        earlier.clear();
    }

    private static Place place(String cluster, BackendState state) {
        return new Place(cluster, state.backend().name(), state.backend().address());
    }

    private static Place place(ClusterConfig cluster, BackendConfig section) {
        return new Place(cluster.name(), section.name(), backend(section).address());
    }

    private void removeMetersOfThoseThatLeave() {
        Set<Place> leaving = new HashSet<>(earlier.keySet());
        for (ClusterConfig cluster : config.clusters().values()) {
            cluster.backends().forEach(backend -> leaving.remove(place(cluster, backend)));
        }
        leaving.forEach(place -> metrics.removeBackend(place.cluster(), place.backend()));
    }

    private void add(ClusterConfig section) {
        List<BackendState> states = new ArrayList<>();
        for (BackendConfig backend : section.backends()) {
            @Nullable BackendTarget known = earlier.get(place(section, backend));
            BackendState state = known == null ? state(backend, section) : changed(known.state(), backend, section);
            states.add(state);
            BackendMetrics meters = known == null ? meters(section, state) : known.metrics();
            targets.put(state, target(section, state, meters));
        }
        clusters.put(section.name(), new Cluster(section.name(), states, policy(section)));
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

    private static BackendState state(BackendConfig section, ClusterConfig cluster) {
        return new BackendState(
                backend(section),
                policy(cluster.health()),
                policy(cluster.ejection()),
                System::nanoTime,
                InstantSource.system());
    }

    private static BackendState changed(BackendState state, BackendConfig section, ClusterConfig cluster) {
        state.reconfigure(backend(section));
        state.policies(policy(cluster.health()), policy(cluster.ejection()));
        if (cluster.health() == null) {
            state.forgetProbes();
        }
        return state;
    }

    private static Backend backend(BackendConfig section) {
        return new Backend(
                section.name(), section.host(), section.port(), section.weight(), section.tier(), section.zone());
    }

    private static EjectionPolicy policy(EjectionConfig section) {
        return new EjectionPolicy(section.failures(), section.refusals(), section.base(), section.max());
    }

    private static HealthPolicy policy(@Nullable HealthConfig health) {
        return health == null
                ? HealthPolicy.DEFAULT
                : new HealthPolicy(health.interval(), health.timeout(), health.rise(), health.fall());
    }

    private BackendMetrics meters(ClusterConfig section, BackendState state) {
        return metrics.backend(
                section.name(),
                state.backend().name(),
                state::available,
                state::connections,
                List.of(ConnectFailure.values()));
    }

    private BackendTarget target(ClusterConfig section, BackendState state, BackendMetrics meters) {
        return new BackendTarget(
                section.name(),
                state,
                address(state.backend()),
                meters,
                preamble(section.proxyProtocol()),
                section.tls() == null ? null : tls.backends(section.name()));
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
        List<Route> routes = config.routes().stream().map(RouteConfig::route).toList();
        return new Router(new RouteTable(routes), clusters);
    }

    Map<BackendState, BackendTarget> targets() {
        return targets;
    }

    /** One checker for each cluster with a health section; not started. */
    List<HealthChecker> healthCheckers(EventLoops loops, ScheduledExecutorService scheduler) {
        List<HealthChecker> checkers = new ArrayList<>();
        for (ClusterConfig section : config.clusters().values()) {
            @Nullable HealthConfig health = section.health();
            @Nullable Cluster cluster = clusters.get(section.name());
            if (health != null && cluster != null) {
                TcpProbe probe = new TcpProbe(loops.probes(health.timeout()), ClusterAssembly::address);
                checkers.add(
                        new HealthChecker(cluster.backends(), policy(health), probe, scheduler, new SecureRandom()));
            }
        }
        return checkers;
    }

    /** Every cluster needs one backend that may be used. */
    @Override
    public List<Check> checks() {
        return clusters.values().stream().map(ClusterAssembly::check).toList();
    }

    private static Check check(Cluster cluster) {
        long available =
                cluster.backends().stream().filter(BackendState::available).count();
        String detail = available + " of " + cluster.backends().size() + " backends available";
        return new Check("cluster " + cluster.name(), available > 0, detail);
    }
}
