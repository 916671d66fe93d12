package io.mqttproxy;

import io.mqttproxy.admin.AdminToken;
import io.mqttproxy.config.AdminConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.Problem;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.relay.ConnectPolicy;
import io.mqttproxy.relay.NameHash;
import io.mqttproxy.tls.LiveTls;
import io.mqttproxy.tls.ServerNameHandler;
import io.mqttproxy.tls.TlsEngine;
import io.mqttproxy.trace.Collector;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is needed from files: TLS contexts, and secrets.
 *
 * @param tls owned by the receiver
 * @param policies by listener name
 * @param adminToken what changes on the admin port need
 * @param probePasswords what health probes log in with
 * @param names what clients are called in logs
 * @param collector where traces go; null = there are none
 */
record ConfiguredFiles(
        LiveTls tls,
        Map<String, ConnectPolicy> policies,
        AdminToken adminToken,
        ProbePasswords probePasswords,
        NameHash names,
        @Nullable Collector collector) {

    /**
     * Reads every file that the configuration names; blocks.
     *
     * @param serving the TLS contexts that serve already, which have things in common with the new ones; null at start
     * @throws ConfigException with all problems of all files; nothing is left allocated then
     */
    static ConfiguredFiles read(ProxyConfig config, @Nullable LiveTls serving) throws ConfigException {
        List<Problem> problems = new ArrayList<>();
        @Nullable LiveTls tls = tls(config, serving, problems);
        Map<String, ConnectPolicy> policies = new HashMap<>();
        Set<String> reserved = config.listeners().values().stream()
                .flatMap(listener -> listener.connect().userProperties().keySet().stream())
                .collect(Collectors.toSet());
        for (ListenerConfig listener : config.listeners().values()) {
            try {
                policies.put(
                        listener.name(),
                        ConnectPolicy.of(
                                listener.identity(),
                                listener.connect(),
                                listener.limits().fields(),
                                reserved));
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            }
        }
        AdminToken adminToken = adminToken(config.admin(), problems);
        ProbePasswords probePasswords = ProbePasswords.read(config, problems);
        NameHash names = LoggedNames.read(config, problems);
        @Nullable Collector collector = CollectorAccess.read(config, problems);
        if (serving
                == null) { // later it is looked after by who keeps the bans, and keeps nobody from a new certificate
            BanFile.check(config.bans().file(), problems);
        }
        if (tls != null && problems.isEmpty()) {
            return new ConfiguredFiles(tls, policies, adminToken, probePasswords, names, collector);
        }
        if (tls != null && serving == null) {
            tls.close();
        } else if (tls != null) {
            tls.retire();
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

    private static AdminToken adminToken(@Nullable AdminConfig admin, List<Problem> problems) {
        if (admin == null || admin.token() == null) {
            return AdminToken.none();
        }
        try {
            return AdminToken.of(admin.token().read());
        } catch (IOException e) {
            problems.add(new Problem(admin.bind().source(), "admin.token: " + e.getMessage()));
            return AdminToken.none();
        }
    }

    private static @Nullable LiveTls tls(ProxyConfig config, @Nullable LiveTls serving, List<Problem> problems) {
        try {
            return serving == null
                    ? new LiveTls(config, TlsEngine.best(), InstantSource.system())
                    : serving.successor(config);
        } catch (ConfigException e) {
            problems.addAll(e.problems());
            return null;
        }
    }
}
