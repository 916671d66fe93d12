package io.mqttproxy.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole configuration, free of contradictions. Immutable; maps keep the order of the file.
 *
 * @param certificates bundles by name; may be empty
 * @param listeners by name; at least one
 * @param routes at least one; first match wins. When the file has none, one route to the only cluster
 * @param clusters by name; at least one
 * @param admin null = no admin port
 */
public record ProxyConfig(
        Map<String, CertificateConfig> certificates,
        Map<String, ListenerConfig> listeners,
        List<RouteConfig> routes,
        Map<String, ClusterConfig> clusters,
        @Nullable AdminConfig admin,
        LoggingConfig logging,
        ShutdownConfig shutdown,
        TransportConfig transport,
        StartupConfig startup,
        ReloadConfig reload,
        MetricsConfig metrics,
        BansConfig bans) {

    /** What works and is probably not what the operator means; in the order of the file. */
    public List<Problem> warnings() {
        return new ProfileChecks(this).warnings();
    }
}
