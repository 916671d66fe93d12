package io.mqttproxy;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.Problem;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.relay.ConnectPolicy;
import io.mqttproxy.tls.LiveTls;
import io.mqttproxy.tls.ServerNameHandler;
import io.mqttproxy.tls.TlsEngine;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What listeners need from files: TLS contexts, and secrets in their policies.
 *
 * @param tls owned by the receiver
 * @param policies by listener name
 */
record ListenerFiles(LiveTls tls, Map<String, ConnectPolicy> policies) {

    /**
     * Reads every file that listeners need; blocks.
     *
     * @throws ConfigException with all problems of all files; nothing is left allocated then
     */
    static ListenerFiles read(ProxyConfig config) throws ConfigException {
        List<Problem> problems = new ArrayList<>();
        @Nullable LiveTls tls = tls(config, problems);
        Map<String, ConnectPolicy> policies = new HashMap<>();
        for (ListenerConfig listener : config.listeners().values()) {
            try {
                policies.put(listener.name(), ConnectPolicy.of(listener.identity(), listener.connect()));
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            }
        }
        if (tls != null && problems.isEmpty()) {
            return new ListenerFiles(tls, policies);
        }
        if (tls != null) {
            tls.close();
        }
        throw new ConfigException(problems);
    }

    /** Makes the handlers that begin TLS; null for a listener without TLS. */
    @Nullable Supplier<ServerNameHandler> handshakes(ListenerConfig listener) {
        return listener.tls() == null ? null : tls.handshakes(listener.name());
    }

    /** What a listener asks of a CONNECT. */
    ConnectPolicy policy(ListenerConfig listener) {
        return Objects.requireNonNull(policies.get(listener.name()));
    }

    private static @Nullable LiveTls tls(ProxyConfig config, List<Problem> problems) {
        try {
            return new LiveTls(config, TlsEngine.best(), InstantSource.system());
        } catch (ConfigException e) {
            problems.addAll(e.problems());
            return null;
        }
    }
}
