package io.mqttproxy.tls.revocation;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was fetched for a listener and is being fetched: one for all configurations that it has had, so that what one of them
 * fetches counts for the others as well. Thread-safe.
 */
final class FetchedCrls {

    private static final Logger log = LoggerFactory.getLogger(FetchedCrls.class);

    final Map<String, CrlDownload> downloads = new ConcurrentHashMap<>();
    final AtomicInteger running = new AtomicInteger();
    final Set<Runnable> listeners = new CopyOnWriteArraySet<>();
    final LongAdder succeeded = new LongAdder();
    final LongAdder failed = new LongAdder();
    private volatile CrlIndex index = new CrlIndex(List.of());

    /** The CRLs that a CA has signed, as far as they are here. */
    List<Crl> of(X509Certificate authority) {
        return index.of(authority);
    }

    /** Something newer is here. */
    synchronized void rebuild() {
        CrlIndex fresh = new CrlIndex(downloads.values().stream()
                .flatMap(download -> download.crls().stream())
                .toList());
        index.authorities().forEach(fresh::of); // verifies here instead of on an event loop
        index = fresh;
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                log.error("a defect of the proxy: please report it", e);
            }
        }
    }
}
