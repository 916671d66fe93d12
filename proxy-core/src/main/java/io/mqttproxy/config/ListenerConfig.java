package io.mqttproxy.config;

import io.mqttproxy.identity.IdentityRule;
import org.jspecify.annotations.Nullable;

/**
 * A port that clients connect to.
 *
 * @param tls null = plain TCP
 * @param proxyProtocol null = connections do not begin with a PROXY header
 * @param identity null = clients have no identity; otherwise {@code tls} asks for client certificates
 */
public record ListenerConfig(
        String name,
        BindAddress bind,
        @Nullable TlsConfig tls,
        @Nullable InboundProxyConfig proxyProtocol,
        @Nullable IdentityRule identity,
        ConnectConfig connect,
        LimitsConfig limits,
        TimeoutsConfig timeouts,
        Source source) {

    /** The same listener with another section {@code tls}. */
    ListenerConfig with(TlsConfig other) {
        return new ListenerConfig(name, bind, other, proxyProtocol, identity, connect, limits, timeouts, source);
    }
}
