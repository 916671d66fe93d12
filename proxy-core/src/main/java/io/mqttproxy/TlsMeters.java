package io.mqttproxy;

import io.mqttproxy.config.CrlConfig;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.metrics.Registration;
import io.mqttproxy.tls.LiveTls;
import io.mqttproxy.tls.revocation.CrlFileFacts;
import io.mqttproxy.tls.revocation.OcspCounts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What operators see of the certificates, CRLs and responders of one configuration, for as long as it serves. */
final class TlsMeters implements AutoCloseable {

    private final List<Registration> registrations = new ArrayList<>();
    private final LiveTls tls;
    private final ProxyMetrics metrics;

    TlsMeters(ProxyConfig config, LiveTls tls, ProxyMetrics metrics) {
        this.tls = tls;
        this.metrics = metrics;
        for (String bundle : config.certificates().keySet()) {
            registrations.add(
                    metrics.certificate(bundle, () -> tls.expiry(bundle).getEpochSecond()));
        }
        for (String bundle : tls.stapledBundles()) {
            registrations.add(metrics.stapleRefreshes(
                    bundle, () -> tls.stapleRefreshes(bundle, true), () -> tls.stapleRefreshes(bundle, false)));
        }
        config.listeners().values().forEach(this::expose);
    }

    private void expose(ListenerConfig listener) {
        String name = listener.name();
        for (CrlFileFacts file : tls.crlFiles(name)) {
            registrations.add(metrics.crlFile(
                    name,
                    file.file(),
                    () -> tls.crlFile(name, file.file()).nextUpdate().getEpochSecond(),
                    () -> tls.crlFile(name, file.file()).refreshFailed()));
        }
        @Nullable TlsConfig section = listener.tls();
        @Nullable CrlConfig crl = section == null ? null : section.revocation().crl();
        if (crl != null && crl.distributionPoints()) {
            registrations.add(metrics.crlDownloads(
                    name, () -> tls.crlDownloads(name, true), () -> tls.crlDownloads(name, false)));
        }
        @Nullable OcspCounts ocsp = tls.ocspCounts(name);
        if (ocsp != null && section != null && section.revocation().ocsp() != null) {
            registrations.add(
                    metrics.ocspRequests(name, ocsp::goodOnes, ocsp::revokedOnes, ocsp::unknownOnes, ocsp::failedOnes));
        }
    }

    @Override
    public void close() {
        registrations.forEach(Registration::close);
    }
}
