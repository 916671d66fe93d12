package io.mqttproxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Backends that can stand in for each other.
 *
 * @param profile what kind of broker they are; null = not said
 * @param backends those that are always there, with different names; at least one unless others are looked up
 * @param health null = only what connecting clients find out
 * @param tls null = plain TCP to the backends
 * @param selfTest whether the backends are tried with a CONNECT when the proxy starts
 * @param discovery where more backends are looked up; null = nowhere
 * @param stormLimit how fast the clients of a backend that dies are closed; null = all at once
 * @param redirect what becomes of a broker's word that a client should use another server
 */
public record ClusterConfig(
        String name,
        @Nullable Profile profile,
        List<BackendConfig> backends,
        BalanceConfig balance,
        ProxyProtocolConfig proxyProtocol,
        @Nullable HealthConfig health,
        EjectionConfig ejection,
        Source source,
        @Nullable BackendTlsConfig tls,
        boolean selfTest,
        @Nullable DiscoveryConfig discovery,
        @Nullable Rate stormLimit,
        RedirectConfig redirect) {}
