package io.mqttproxy.config;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes sure that every bundle that listeners, clusters and the admin port name is there. */
record UnknownBundles(Set<String> known, List<Problem> problems) {

    void check(ProxyConfig config) {
        @Nullable AdminConfig admin = config.admin();
        if (admin != null && admin.tls() != null) {
            TlsConfig tls = admin.tls().tls();
            tls.certificates().forEach(entry -> require(entry.bundle(), "the admin port", tls.source()));
        }
        for (ListenerConfig listener : config.listeners().values()) {
            @Nullable TlsConfig tls = listener.tls();
            if (tls != null) {
                tls.certificates().stream()
                        .filter(entry -> !entry.managed())
                        .forEach(entry -> require(entry.bundle(), "listener " + listener.name(), tls.source()));
            }
        }
        for (ClusterConfig cluster : config.clusters().values()) {
            @Nullable BackendTlsConfig tls = cluster.tls();
            if (tls != null && tls.certificate() != null) {
                require(tls.certificate(), "cluster " + cluster.name(), tls.source());
            }
        }
    }

    private void require(String bundle, String user, Source source) {
        if (!known.contains(bundle)) {
            problems.add(new Problem(
                    source,
                    "no such bundle: " + bundle + ", which " + user + " names (expected: another name there, or the"
                            + " bundle)"));
        }
    }
}
