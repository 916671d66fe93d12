package io.mqttproxy.config;

import io.mqttproxy.config.BrokerFacts.UserName;
import io.mqttproxy.identity.CertificateField;
import io.mqttproxy.identity.IdentityRule;
import io.mqttproxy.routing.RouteFact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares listeners with the brokers that their clients get to: what is asked for must be something that this kind of
 * broker can hear. Clusters without a profile are not judged.
 */
final class ProfileChecks {
    private final Reach reach;
    private final Set<Problem> refusals = new LinkedHashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();

    /**
     * Compares all of it.
     *
     * @param config free of other problems
     */
    ProfileChecks(ProxyConfig config) {
        this.reach = new Reach(config.routes());
        config.clusters().values().forEach(this::checkHeader);
        for (ListenerConfig listener : config.listeners().values()) {
            for (RouteConfig route : reach.of(listener)) {
                for (String name : route.clusters()) {
                    ClusterConfig cluster =
                            Objects.requireNonNull(config.clusters().get(name));
                    if (cluster.profile() != null) {
                        check(listener, route, cluster, cluster.profile());
                    }
                }
            }
        }
    }

    /** What that kind of broker is known to answer with a closed connection, a refusal or the wrong user. */
    List<Problem> refusals() {
        return sorted(refusals);
    }

    /** What has no effect there, or another one than it seems. */
    List<Problem> warnings() {
        return sorted(warnings);
    }

    private static List<Problem> sorted(Set<Problem> problems) {
        List<Problem> sorted = new ArrayList<>(problems);
        sorted.sort(Comparator.comparing(Problem::source));
        return sorted;
    }

    private void checkHeader(ClusterConfig cluster) {
        @Nullable Set<String> reads =
                cluster.profile() == null ? null : cluster.profile().facts().reads();
        if (reads == null) {
            return;
        }
        List<String> asked = cluster.proxyProtocol().tlvs();
        List<String> unread = new ArrayList<>();
        if (!asked.equals(ProxyProtocolConfig.DEFAULT_TLVS)) {
            asked.stream().filter(tlv -> !reads.contains(tlv)).forEach(unread::add);
        }
        cluster.proxyProtocol().custom().keySet().forEach(type -> unread.add("0x%02X".formatted(type)));
        if (!unread.isEmpty()) {
            warn(
                    cluster.source(),
                    "the TLVs " + String.join(", ", unread) + " have no effect: " + name(cluster)
                            + " does not read them");
        }
    }

    private void check(ListenerConfig listener, RouteConfig route, ClusterConfig cluster, Profile profile) {
        BrokerFacts facts = profile.facts();
        ConnectConfig connect = listener.connect();
        if (listener.identity() != null && !Deliveries.inConnect(listener) && !usedByRoutes(listener)) {
            checkDelivery(listener, listener.identity(), cluster, facts);
        }
        if (facts.needsPassword() && connect.username() != null && connect.password() == null) {
            refuse(
                    listener.source(),
                    name(cluster) + " refuses a user name without a password (expected: connect.password, not empty; or"
                            + " password: keep, where every client sends one of its own)");
        }
        if (!facts.mqtt5() && route.onlyMqtt5()) {
            refuse(route.at(), name(cluster) + " does not speak MQTT 5 (expected: another cluster)");
        }
        if (!facts.mqtt5() && !connect.userProperties().isEmpty()) {
            warn(
                    listener.source(),
                    "connect.userProperties have no effect: they are part of MQTT 5, which " + name(cluster)
                            + " does not speak");
        }
        checkUserName(listener, cluster, facts);
    }

    private boolean usedByRoutes(ListenerConfig listener) {
        return reach.of(listener).stream().anyMatch(route -> route.pattern(RouteFact.IDENTITY) != null);
    }

    /** An identity that only a header can tell. */
    private void checkDelivery(
            ListenerConfig listener, IdentityRule identity, ClusterConfig cluster, BrokerFacts facts) {
        String remedy = " (expected: connect.username: \"${identity}\""
                + (facts.needsPassword() ? ", and connect.password" : "") + ")";
        if (cluster.proxyProtocol().version() == ProxyProtocolConfig.Version.OFF) {
            warn(listener.source(), "nothing tells the identity to " + cluster.name() + remedy);
        } else if (facts.reads() == null && Deliveries.inCustomFields(cluster.proxyProtocol())) {
            return; // what the broker makes of it is its extension's business
        } else if (!facts.takesIdentityFromHeaders()) {
            refuse(listener.source(), name(cluster) + " takes no identity from a PROXY header" + remedy);
        } else if (!Deliveries.headerHasCommonName(cluster.proxyProtocol()) && facts.userName() != UserName.UNKNOWN) {
            refuse(
                    listener.source(),
                    "the PROXY header of " + cluster.name() + " does not tell the identity to " + name(cluster)
                            + " (expected: version: v2 with ssl among its tlvs, or connect.username: \"${identity}\")");
        } else if (!isCommonName(identity) && facts.userName() != UserName.UNKNOWN) {
            refuse(
                    listener.source(),
                    "a PROXY header tells " + name(cluster) + " the common name and not this identity" + remedy);
        }
    }

    private static boolean isCommonName(IdentityRule identity) {
        return identity.from() == CertificateField.SUBJECT_CN
                && identity.pattern() == null
                && identity.value().names().equals(Set.of(IdentityRule.FROM));
    }

    /** Two names for one client, or none. */
    private void checkUserName(ListenerConfig listener, ClusterConfig cluster, BrokerFacts facts) {
        @Nullable TlsConfig tls = listener.tls();
        if (tls == null
                || !tls.clientCertificates()
                || !facts.takesIdentityFromHeaders()
                || facts.userName() == UserName.UNKNOWN
                || !Deliveries.headerHasCommonName(cluster.proxyProtocol())) {
            return;
        }
        if (facts.userName() == UserName.BY_DEFAULT && listener.connect().username() != null) {
            warn(
                    listener.source(),
                    name(cluster) + " puts the common name of the PROXY header in place of connect.username, unless"
                            + " listener.tcp.proxy_protocol_use_cn_as_username = off there (expected: tlvs without ssl)");
        } else if (tls.clientAuth() == ClientAuth.OPTIONAL && listener.connect().username() == null) {
            warn(
                    listener.source(),
                    "a client without a certificate keeps the user name that it sends, and " + name(cluster)
                            + " believes it where it takes others' from the header (expected: clientAuth: required, or"
                            + " connect.username)");
        }
    }

    private static String name(ClusterConfig cluster) {
        return cluster.profile() == null ? cluster.name() : cluster.profile().configName();
    }

    private void refuse(Source source, String message) {
        refusals.add(new Problem(source, message));
    }

    private void warn(Source source, String message) {
        warnings.add(new Problem(source, message));
    }
}
