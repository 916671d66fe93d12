package io.mqttproxy.admin;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What operators look at and change, beside clusters and revocations.
 *
 * @param proxy the proxy as a whole
 * @param clients the live connections
 * @param refusals those who were refused lately, the latest first
 * @param bans those who are kept out
 * @param bundles replaces certificates
 * @param background for work that blocks, one after the other
 * @param hosts names, in lower case, by which browsers may ask, beside localhost and addresses
 */
public record OperatorViews(
        ProxyView proxy,
        ClientControl clients,
        Supplier<List<RefusedClient>> refusals,
        BanControl bans,
        BundleControl bundles,
        Executor background,
        Set<String> hosts) {

    /** Copies the set. */
    public OperatorViews {
        hosts = Set.copyOf(hosts);
    }
}
