package io.mqttproxy.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The port for operators and their tools.
 *
 * @param bind where it listens
 * @param token what changes need, and reading from another machine; null = neither
 * @param hosts names by which browsers may ask, beside localhost and addresses, in lower case
 * @param tls null = plain HTTP
 * @param bundleDir the folder for certificate bundles that come over this port; null = none may come
 */
public record AdminConfig(
        BindAddress bind,
        @Nullable Secret token,
        Set<String> hosts,
        @Nullable AdminTlsConfig tls,
        @Nullable FileRef bundleDir) {

    /** Copies the set. */
    public AdminConfig {
        hosts = Set.copyOf(hosts);
    }
}
