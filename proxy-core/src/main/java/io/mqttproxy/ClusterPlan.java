package io.mqttproxy;

import io.mqttproxy.config.BackendConfig;
import io.mqttproxy.config.BalanceConfig;
import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.EjectionConfig;
import io.mqttproxy.config.HealthConfig;
import io.mqttproxy.config.ProxyProtocolConfig;
import io.mqttproxy.config.Rate;
import io.mqttproxy.config.RedirectConfig;
import io.mqttproxy.metrics.BackendMetrics;
import io.mqttproxy.proxyprotocol.ProxyProtocolVersion;
import io.mqttproxy.proxyprotocol.Tlv;
import io.mqttproxy.relay.BackendTarget;
import io.mqttproxy.relay.ClusterRules;
import io.mqttproxy.relay.ProxyPreamble;
import io.mqttproxy.relay.Redirects;
import io.mqttproxy.relay.StormLimit;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.Balancers;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.ClusterPolicy;
import io.mqttproxy.routing.EjectionPolicy;
import io.mqttproxy.routing.HealthPolicy;
import io.mqttproxy.tls.LiveTls;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the section about a cluster means for routing and relay.
 *
 * @param section as it is configured
 * @param rules for its clients; {@link StormLimit} in it counts across all of them
 */
record ClusterPlan(ClusterConfig section, ClusterRules rules) {

    /** Of a cluster that had another section before, or none: what the storm limit counts goes on while it is the same. */
    static ClusterPlan of(ClusterConfig section, @Nullable ClusterPlan before) {
        @Nullable Rate limit = section.stormLimit();
        @Nullable StormLimit storm;
        if (before != null && Objects.equals(limit, before.section.stormLimit())) {
            storm = before.rules.stormLimit();
        } else {
            storm = limit == null ? null : new StormLimit(limit.perSecond(), System::nanoTime);
        }
        return new ClusterPlan(section, rules(section, storm));
    }

    private static ClusterRules rules(ClusterConfig section, @Nullable StormLimit storm) {
        RedirectConfig redirect = section.redirect();
        @Nullable HealthConfig health = section.health();
        return new ClusterRules(
                storm,
                redirect.mode() == RedirectConfig.Mode.PASS
                        ? null
                        : new Redirects(redirect.names(), redirect.mode() == RedirectConfig.Mode.FOLLOW),
                health != null && health.whenDown() == HealthConfig.WhenDown.CLOSE);
    }

    String name() {
        return section.name();
    }

    /** The cluster with nobody in it. */
    Cluster empty() {
        BalanceConfig balance = section.balance();
        Balancers.Options options =
                new Balancers.Options(balance.key(), balance.boundedLoad(), () -> ThreadLocalRandom.current()
                        .nextLong());
        ClusterPolicy policy = new ClusterPolicy(
                Balancers.named(balance.policy().configName(), options),
                balance.slowStart(),
                balance.panicThreshold(),
                balance.zone(),
                section.ejection().maxShare());
        return Cluster.empty(section.name(), policy);
    }

    /** The backends that are always there. */
    List<Backend> backends() {
        return section.backends().stream().map(ClusterPlan::backend).toList();
    }

    private static Backend backend(BackendConfig section) {
        return new Backend(
                section.name(), section.host(), section.port(), section.weight(), section.tier(), section.zone());
    }

    /** A backend of which nothing is known. */
    BackendState state(Backend backend) {
        return new BackendState(backend, healthPolicy(), ejectionPolicy(), System::nanoTime, InstantSource.system());
    }

    /** Has a backend that was in this cluster under another section go by this one. */
    void adopt(BackendState state) {
        state.policies(healthPolicy(), ejectionPolicy());
        if (section.health() == null) {
            state.forgetProbes();
        }
    }

    private EjectionPolicy ejectionPolicy() {
        EjectionConfig ejection = section.ejection();
        return new EjectionPolicy(ejection.failures(), ejection.refusals(), ejection.base(), ejection.max());
    }

    HealthPolicy healthPolicy() {
        @Nullable HealthConfig health = section.health();
        return health == null
                ? HealthPolicy.DEFAULT
                : new HealthPolicy(health.interval(), health.timeout(), health.rise(), health.fall());
    }

    /** How to get to a backend. */
    BackendTarget target(BackendState state, BackendMetrics meters, LiveTls tls) {
        return new BackendTarget(
                section.name(),
                state,
                address(state.backend()),
                meters,
                preamble(section.proxyProtocol()),
                section.tls() == null ? null : tls.backends(section.name()),
                rules);
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
}
