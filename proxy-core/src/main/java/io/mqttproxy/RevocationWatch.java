package io.mqttproxy;

import io.mqttproxy.config.CrlConfig;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.OcspConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.relay.CredentialWatch;
import io.mqttproxy.relay.RevocationLooks;
import io.mqttproxy.tls.LiveTls;
import io.mqttproxy.tls.revocation.CrlFileFacts;
import io.mqttproxy.tls.revocation.OcspCounts;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Keeps fresh what is known about revoked certificates, ends the connections that it concerns, and shows it to operators.
 * Used once.
 */
record RevocationWatch(LiveTls tls, CredentialWatch credentials, ProxyMetrics metrics) {

    /** Begins; {@code background} is single-threaded and may block. */
    void start(ProxyConfig config, ScheduledExecutorService background) {
        config.listeners().values().forEach(this::expose);
        tls.refreshRevocation(background, new RevocationLooks(credentials, background));
        config.listeners().values().forEach(listener -> refreshStatus(listener, background));
    }

    private void refreshStatus(ListenerConfig listener, ScheduledExecutorService background) {
        @Nullable TlsConfig section = listener.tls();
        @Nullable OcspConfig ocsp = section == null ? null : section.revocation().ocsp();
        if (ocsp != null) {
            String name = listener.name();
            credentials.refreshStatus(name, ocsp.cache(), path -> tls.refreshStatus(name, path), background);
        }
    }

    private void expose(ListenerConfig listener) {
        String name = listener.name();
        for (CrlFileFacts file : tls.crlFiles(name)) {
            metrics.crlFile(
                    name,
                    file.file(),
                    () -> tls.crlFile(name, file.file()).nextUpdate().getEpochSecond(),
                    () -> tls.crlFile(name, file.file()).refreshFailed());
        }
        @Nullable TlsConfig section = listener.tls();
        @Nullable CrlConfig crl = section == null ? null : section.revocation().crl();
        if (crl != null && crl.distributionPoints()) {
            metrics.crlDownloads(name, () -> tls.crlDownloads(name, true), () -> tls.crlDownloads(name, false));
        }
        @Nullable OcspCounts ocsp = tls.ocspCounts(name);
        if (ocsp != null) {
            metrics.ocspRequests(name, ocsp::goodOnes, ocsp::revokedOnes, ocsp::unknownOnes, ocsp::failedOnes);
        }
    }
}
