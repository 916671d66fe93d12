package io.mqttproxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS to the backends of a cluster.
 *
 * @param caFile whose signature the backends' certificates must bear
 * @param certificate the bundle that the proxy shows to backends; null = none, one-way TLS
 * @param serverName the name or address that certificates must be for, also sent as SNI; null = each backend's host
 * @param versions {@code TLSv1.3}, {@code TLSv1.2}; at least one
 * @param cipherSuites empty = the engine's default
 */
public record BackendTlsConfig(
        FileRef caFile,
        @Nullable String certificate,
        @Nullable String serverName,
        List<String> versions,
        List<String> cipherSuites,
        Source source) {}
