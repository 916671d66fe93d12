package io.mqttproxy.tls.revocation;

import io.mqttproxy.tls.fetch.HttpFetch;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The CRLs of the distribution points that verified certificates name. Outlives a reload of certificates, so that nobody
 * has to wait for a CRL twice.
 *
 * <p>Asked and told on any thread; fetching and parsing are done by threads of the HTTP client. A URI that cannot be fetched
 * keeps its last CRLs, whose date then decides.
 */
final class CrlDownloads {

    /** For one listener; a CA that writes another URI into each certificate gets no further. */
    static final int MOST_LOCATIONS = 1_000;

    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final int MOST_AT_ONCE = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpFetch http;
    private final Duration refresh;
    private final InstantSource clock;
    private final FetchedCrls fetched;

    /** @param refresh how long a CRL is used before it is fetched again */
    CrlDownloads(HttpFetch http, Duration refresh, InstantSource clock) {
        this(http, refresh, clock, new FetchedCrls());
    }

    private CrlDownloads(HttpFetch http, Duration refresh, InstantSource clock, FetchedCrls fetched) {
        this.http = http;
        this.refresh = refresh;
        this.clock = clock;
        this.fetched = fetched;
    }

    /**
     * One with another interval, beside this one: what either of the two fetches, both have. This one where nothing differs.
     */
    CrlDownloads with(Duration next) {
        return next.equals(refresh) ? this : new CrlDownloads(http, next, clock, fetched);
    }

    /** The CRLs that a CA has signed, as far as they are here. */
    List<Crl> of(X509Certificate authority) {
        return fetched.of(authority);
    }

    /** Makes sure that what a verified certificate names is fetched, and that its CA's word counts there. */
    void want(IssuedCertificate certificate) {
        for (String location : certificate.crlLocations()) {
            @Nullable CrlDownload known = fetched.downloads.get(location);
            if (known != null) {
                known.expect(certificate.issuer());
            } else if (fetched.downloads.size() < MOST_LOCATIONS) {
                HttpFetch.location(location).ifPresent(uri -> first(location, uri, certificate.issuer()));
            }
        }
    }

    private void first(String location, URI uri, X509Certificate issuer) {
        CrlDownload fresh = new CrlDownload(uri);
        fresh.expect(issuer);
        @Nullable CrlDownload other = fetched.downloads.putIfAbsent(location, fresh);
        if (other == null) {
            fetchWhenDue(fresh);
        } else {
            other.expect(issuer);
        }
    }

    /** Fetches what is due; does not block. Called every now and then. */
    void tick() {
        fetched.downloads.values().forEach(this::fetchWhenDue);
    }

    void subscribe(Runnable changed) {
        fetched.listeners.add(changed);
    }

    void unsubscribe(Runnable changed) {
        fetched.listeners.remove(changed);
    }

    long succeeded() {
        return fetched.succeeded.sum();
    }

    long failed() {
        return fetched.failed.sum();
    }

    private void fetchWhenDue(CrlDownload download) {
        if (fetched.running.incrementAndGet() > MOST_AT_ONCE || !download.claim(clock.instant(), refresh)) {
            fetched.running.decrementAndGet();
            return;
        }
        http.get(download.location(), TIMEOUT, MOST_BYTES).handle((bytes, failure) -> {
            fetched.running.decrementAndGet();
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
            if (download.succeeded(crls, now)) {
                fetched.rebuild();
            }
            fetched.succeeded.increment(); // once it counts
        } catch (CrlException | RuntimeException e) {
            fetched.failed.increment();
            download.failed(String.valueOf(e.getMessage()), now);
        }
    }
}
