package io.mqttproxy.tls.revocation;

import io.mqttproxy.config.CrlConfig;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What has to outlive the contexts of a listener when files change: what was fetched from the network.
 *
 * <p>One for a proxy. Thread-safe.
 */
public final class RevocationServices {

    private final InstantSource clock;
    private final Map<String, CrlDownloads> downloads = new ConcurrentHashMap<>();
    private @Nullable HttpFetch http;

    /** @param clock for every date that is compared */
    public RevocationServices(InstantSource clock) {
        this.clock = clock;
    }

    /** The time of certificates, CRLs and answers. */
    public InstantSource clock() {
        return clock;
    }

    /** How often CRLs were fetched for a listener, or could not be; only grows. */
    public long crlDownloads(String listener, boolean successful) {
        @Nullable CrlDownloads known = downloads.get(listener);
        return known == null ? 0 : successful ? known.succeeded() : known.failed();
    }

    CrlDownloads downloads(String listener, CrlConfig config) {
        return downloads.computeIfAbsent(listener, name -> new CrlDownloads(http(), config.refresh(), clock));
    }

    /** Made when it is first needed: it starts threads. */
    private synchronized HttpFetch http() {
        if (http == null) {
            http = new HttpFetch();
        }
        return http;
    }
}
