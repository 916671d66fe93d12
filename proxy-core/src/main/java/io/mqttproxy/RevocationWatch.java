package io.mqttproxy;

import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.OcspConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.relay.CredentialWatch;
import io.mqttproxy.tls.LiveTls;
import io.mqttproxy.tls.RevocationListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Keeps fresh what one configuration knows about revoked certificates, and has the connections ended that it concerns. */
final class RevocationWatch implements AutoCloseable {

    private final List<Future<?>> rounds = new ArrayList<>();

    /**
     * Begins.
     *
     * @param looks told of every listener of which more is known
     * @param background single-threaded, may block
     */
    RevocationWatch(
            ProxyConfig config,
            LiveTls tls,
            CredentialWatch credentials,
            RevocationListener looks,
            ScheduledExecutorService background) {
        tls.refreshRevocation(background, looks);
        for (ListenerConfig listener : config.listeners().values()) {
            String name = listener.name();
            @Nullable TlsConfig section = listener.tls();
            @Nullable OcspConfig ocsp = section == null ? null : section.revocation().ocsp();
            if (ocsp != null) {
                rounds.add(credentials.refreshStatus(
                        name, ocsp.cache(), path -> tls.refreshStatus(name, path), background));
            }
            looks.changed(name); // what has been read since this configuration was before
        }
    }

    /** Has responders asked no more about connections that are open. */
    @Override
    public void close() {
        rounds.forEach(round -> round.cancel(false));
    }
}
