package io.mqttproxy;

import io.mqttproxy.config.CrlConfig;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.tls.LiveTls;
import io.mqttproxy.tls.revocation.CrlFileFacts;
import io.mqttproxy.tls.revocation.OcspCounts;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows operators what is known about revoked certificates, and keeps that fresh. Used once. */
record RevocationWatch(LiveTls tls, ProxyMetrics metrics) {

    private static final Logger log = LoggerFactory.getLogger(RevocationWatch.class);

    /** Begins; {@code background} may block. */
    void start(ProxyConfig config, ScheduledExecutorService background) {
        config.listeners().values().forEach(this::expose);
        tls.refreshRevocation(background, name -> log.debug("Listener {}: more is known about revocation", name));
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
