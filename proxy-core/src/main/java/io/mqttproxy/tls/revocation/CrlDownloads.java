package io.mqttproxy.tls.revocation;

import io.mqttproxy.tls.fetch.HttpFetch;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The CRLs of the distribution points that verified certificates name. Outlives a reload of certificates, so that nobody
 * has to wait for a CRL twice.
 *
 * <p>Asked and told on any thread; fetching and parsing are done by threads of the HTTP client. A URI that cannot be fetched
 * keeps its last CRLs, whose date then decides.
 */
final class CrlDownloads {

    private static final Logger log = LoggerFactory.getLogger(CrlDownloads.class);

    /** For one listener; a CA that writes another URI into each certificate gets no further. */
    static final int MOST_LOCATIONS = 1_000;

    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final int MOST_AT_ONCE = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final HttpFetch http;
    private final Duration refresh;
    private final InstantSource clock;
    private final Map<String, CrlDownload> downloads = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();
    private final LongAdder succeeded;
    private final LongAdder failed;
    private volatile CrlIndex index = new CrlIndex(List.of());

    /** @param refresh how long a CRL is used before it is fetched again */
    CrlDownloads(HttpFetch http, Duration refresh, InstantSource clock) {
        this(http, refresh, clock, new LongAdder(), new LongAdder());
    }

    private CrlDownloads(HttpFetch http, Duration refresh, InstantSource clock, LongAdder succeeded, LongAdder failed) {
        this.http = http;
        this.refresh = refresh;
        this.clock = clock;
        this.succeeded = succeeded;
        this.failed = failed;
    }

    /** One with another interval that has what this one has; this one where nothing differs. */
    CrlDownloads with(Duration next) {
        if (next.equals(refresh)) {
            return this;
        }
        CrlDownloads changed = new CrlDownloads(http, next, clock, succeeded, failed);
        changed.downloads.putAll(downloads);
        changed.index = index;
        return changed;
    }

    /** The CRLs that a CA has signed, as far as they are here. */
    List<Crl> of(X509Certificate authority) {
        return index.of(authority);
    }

    /** Makes sure that what a verified certificate names is fetched, and that its CA's word counts there. */
    void want(IssuedCertificate certificate) {
        for (String location : certificate.crlLocations()) {
            @Nullable CrlDownload known = downloads.get(location);
            if (known != null) {
                known.expect(certificate.issuer());
            } else if (downloads.size() < MOST_LOCATIONS) {
                HttpFetch.location(location).ifPresent(uri -> first(location, uri, certificate.issuer()));
            }
        }
    }

    private void first(String location, URI uri, X509Certificate issuer) {
        CrlDownload fresh = new CrlDownload(uri);
        fresh.expect(issuer);
        @Nullable CrlDownload other = downloads.putIfAbsent(location, fresh);
        if (other == null) {
            fetchWhenDue(fresh);
        } else {
            other.expect(issuer);
        }
    }

    /** Fetches what is due; does not block. Called every now and then. */
    void tick() {
        downloads.values().forEach(this::fetchWhenDue);
    }

    void subscribe(Runnable changed) {
        listeners.add(changed);
    }

    void unsubscribe(Runnable changed) {
        listeners.remove(changed);
    }

    long succeeded() {
        return succeeded.sum();
    }

    long failed() {
        return failed.sum();
    }

    private void fetchWhenDue(CrlDownload download) {
        if (running.incrementAndGet() > MOST_AT_ONCE || !download.claim(clock.instant())) {
            running.decrementAndGet();
            return;
        }
        http.get(download.location(), TIMEOUT, MOST_BYTES).handle((bytes, failure) -> {
            running.decrementAndGet();
            took(download, bytes, failure);
            return bytes;
        });
    }

    private void took(CrlDownload download, byte @Nullable [] bytes, @Nullable Throwable failure) {
        Instant now = clock.instant();
        try {
            if (bytes == null) {
                throw new CrlException(String.valueOf(failure));
            }
            List<Crl> crls = download.genuine(CrlParser.parse(bytes), now);
            if (download.succeeded(crls, due(crls, now))) {
                rebuild();
            }
            succeeded.increment(); // once it counts
        } catch (CrlException | RuntimeException e) {
            failed.increment();
            download.failed(String.valueOf(e.getMessage()), now.plus(RETRY.compareTo(refresh) < 0 ? RETRY : refresh));
        }
    }

    /** After the refresh interval, or ahead of the end when that is sooner, but never without a pause. */
    private Instant due(List<Crl> crls, Instant now) {
        Instant due = now.plus(refresh);
        for (Crl crl : crls) {
            Duration left = Duration.between(now, crl.nextUpdate());
            Instant ahead = now.plus(left.multipliedBy(9).dividedBy(10));
            due = ahead.isBefore(due) ? ahead : due;
        }
        Instant soonest = now.plusSeconds(1);
        return due.isBefore(soonest) ? soonest : due;
    }

    private synchronized void rebuild() {
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
