package io.mqttproxy;

import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.tls.ExpiryWatch;
import io.mqttproxy.tls.LiveTls;
import io.mqttproxy.tls.TlsFileWatch;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** Has changed certificates taken in and old ones warned of, and tells the metrics about the first. */
final class CertificateWatch implements AutoCloseable {

    private final TlsFileWatch files;
    private final ExpiryWatch expiry;

    /**
     * Begins to warn; {@link #follow} begins to look at files.
     *
     * @param tls what serves at the moment
     * @param background reads the files; not shut down here
     */
    CertificateWatch(Supplier<LiveTls> tls, ProxyMetrics metrics, ScheduledExecutorService background) {
        this.files = new TlsFileWatch(tls, InstantSource.system(), background);
        this.expiry = new ExpiryWatch(tls, InstantSource.system());
        metrics.tlsReloads(files::succeeded, files::failed, files::lastSuccess);
        expiry.start(background);
    }

    /** Looks as often as this configuration says from now on. */
    void follow(ProxyConfig config) {
        if (config.reload().certificates() == null) {
            files.close();
        } else {
            files.start(config.reload().certificates());
        }
    }

    @Override
    public void close() {
        expiry.close();
        files.close();
    }
}
