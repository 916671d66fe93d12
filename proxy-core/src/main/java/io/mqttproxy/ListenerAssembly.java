package io.mqttproxy;

import io.mqttproxy.config.CertificateConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.Problem;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.relay.ConnectPolicy;
import io.mqttproxy.tls.KeyMaterial;
import io.mqttproxy.tls.TlsContexts;
import io.mqttproxy.tls.TlsEngine;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads every file that listeners need, and reports what is wrong with any of them in one go.
 *
 * <p>Used once; blocks on files.
 */
final class ListenerAssembly {

    /**
     * A listener that only waits to be bound.
     *
     * @param tls null for a listener without TLS; owned by the receiver
     */
    record Prepared(ListenerConfig config, @Nullable TlsContexts tls, ConnectPolicy policy) {

        void release() {
            if (tls != null) {
                tls.close();
            }
        }
    }

    private final TlsEngine engine;
    private final InstantSource clock;
    private final Map<String, KeyMaterial> bundles = new HashMap<>();
    private final List<Prepared> prepared = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    ListenerAssembly(TlsEngine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /**
     * Prepares all listeners.
     *
     * @throws ConfigException with all problems; nothing is left allocated then
     */
    List<Prepared> prepare(ProxyConfig config) throws ConfigException {
        config.certificates().values().forEach(this::load);
        config.listeners().values().forEach(this::prepare);
        if (!problems.isEmpty()) {
            prepared.forEach(Prepared::release);
            throw new ConfigException(problems);
        }
        return List.copyOf(prepared);
    }

    private void load(CertificateConfig certificate) {
        try {
            bundles.put(certificate.name(), KeyMaterial.load(certificate, clock));
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
    }

    private void prepare(ListenerConfig listener) {
        @Nullable TlsContexts contexts = null;
        try {
            @Nullable TlsConfig tls = listener.tls();
            if (tls != null && hasBundles(tls)) {
                contexts = TlsContexts.build(listener, tls, bundles, engine);
            }
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
        try {
            ConnectPolicy policy = ConnectPolicy.of(listener.identity(), listener.connect());
            prepared.add(new Prepared(listener, contexts, policy));
        } catch (ConfigException e) {
            problems.addAll(e.problems());
            if (contexts != null) {
                contexts.close();
            }
        }
    }

    /** A bundle that could not be loaded has been reported where it is defined. */
    private boolean hasBundles(TlsConfig tls) {
        return tls.certificates().stream().allMatch(entry -> bundles.containsKey(entry.bundle()));
    }
}
