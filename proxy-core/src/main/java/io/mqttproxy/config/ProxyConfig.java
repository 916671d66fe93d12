package io.mqttproxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole configuration, free of contradictions. Immutable; maps keep the order of the file.
 *
 * @param certificates bundles by name, those that came over the admin port included; may be empty
 * @param listeners by name; at least one
 * @param routes at least one; first match wins. When the file has none, one route to the only cluster
 * @param clusters by name; at least one
 * @param admin null = no admin port
 * @param places of the keys that the whole process depends on
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
        BansConfig bans,
        Places places) {

    /** What works and is probably not what the operator means; in the order of the file. */
    public List<Problem> warnings() {
        List<Problem> warnings = new ArrayList<>(ManagedBundles.warnings(this));
        warnings.addAll(new ProfileChecks(this).warnings());
        return warnings;
    }
}
