package io.mqttproxy;

import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.tls.ExpiryWatch;
import io.mqttproxy.tls.LiveTls;
import io.mqttproxy.tls.TlsFileWatch;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;

/** Has changed certificates taken in and old ones warned of, and tells the metrics about both. */
final class CertificateWatch implements AutoCloseable {

    private final LiveTls tls;
    private final ProxyMetrics metrics;
    private final ScheduledExecutorService background;
    private final TlsFileWatch files;
    private final ExpiryWatch expiry;

    /**
     * Not started.
     *
     * @param background reads the files; not shut down here
     */
    CertificateWatch(LiveTls tls, ProxyMetrics metrics, ScheduledExecutorService background) {
        this.tls = tls;
        this.metrics = metrics;
        this.background = background;
        this.files = new TlsFileWatch(tls, InstantSource.system(), background);
        this.expiry = new ExpiryWatch(tls, InstantSource.system());
    }

    void start(ProxyConfig config) {
        metrics.tlsReloads(files::succeeded, files::failed, files::lastSuccess);
        config.certificates()
                .keySet()
                .forEach(
                        name -> metrics.certificate(name, () -> tls.expiry(name).getEpochSecond()));
        tls.stapledBundles()
                .forEach(name -> metrics.stapleRefreshes(
                        name, () -> tls.stapleRefreshes(name, true), () -> tls.stapleRefreshes(name, false)));
        expiry.start(background);
        if (config.reload().certificates() != null) {
            files.start(config.reload().certificates());
        }
    }

    @Override
    public void close() {
        expiry.close();
        files.close();
    }
}
