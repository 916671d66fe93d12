package io.mqttproxy.tls.stapling;

import io.mqttproxy.tls.ocsp.OcspException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of our certificates with the staple of the moment, which it keeps fresh between {@link #start} and {@link #close}.
 *
 * <p>{@link #response} is for event loops; everything else runs on the executor.
 */
public final class StapledCertificate {

    private static final Logger log = LoggerFactory.getLogger(StapledCertificate.class);

    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofHours(12);
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final Duration LAST_RETRY = Duration.ofHours(1);

    private final String bundle;
    private final List<X509Certificate> chain;
    private final OcspTransport transport;
    private final InstantSource clock;
    private final RefreshCounts counts;
    private volatile @Nullable Staple staple;
    private @Nullable ScheduledFuture<?> next;
    private Duration retry = FIRST_RETRY;
    private boolean closed;

    StapledCertificate(
            String bundle,
            List<X509Certificate> chain,
            OcspTransport transport,
            InstantSource clock,
            RefreshCounts counts) {
        this.bundle = bundle;
        this.chain = chain;
        this.transport = transport;
        this.clock = clock;
        this.counts = counts;
    }

    /** The OCSP response to staple now, which the caller does not change; null when there is none. */
    public byte @Nullable [] response() {
        @Nullable Staple current = staple;
        return current == null || !current.validAt(clock.instant()) ? null : current.der();
    }

    /** The name of the bundle that it is from. */
    public String bundle() {
        return bundle;
    }

    boolean isOf(String otherBundle, List<X509Certificate> otherChain) {
        return bundle.equals(otherBundle) && chain.equals(otherChain);
    }

    /** Begins to fetch. */
    void start(ScheduledExecutorService executor) {
        try {
            StapleRequest request = StapleRequest.about(chain);
            again(executor, request, Duration.ZERO);
        } catch (StapleException | OcspException e) {
            counts.failed().increment();
            log.warn("Bundle {}: no OCSP staple: {}", bundle, e.getMessage());
        }
    }

    private synchronized void again(ScheduledExecutorService executor, StapleRequest request, Duration wait) {
        if (!closed) {
            next = executor.schedule(() -> fetch(executor, request), wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void fetch(ScheduledExecutorService executor, StapleRequest request) {
        transport
                .ask(request.responder(), request.question())
                .whenCompleteAsync(
                        (answer, failure) -> again(
                                executor,
                                request,
                                answer == null ? failed(String.valueOf(failure)) : taken(request, answer)),
                        executor);
    }

    /** Returns how long to wait for the next one. */
    private Duration taken(StapleRequest request, byte[] answer) {
        Instant now = clock.instant();
        try {
            Staple fresh = Staple.of(request.question().verify(answer, now), now);
            staple = fresh;
            retry = FIRST_RETRY;
            counts.succeeded().increment();
            log.debug("Bundle {}: OCSP staple until {}", bundle, fresh.end());
            return bounded(Duration.between(now, fresh.refreshAt()), SHORTEST_WAIT, LONGEST_WAIT);
        } catch (RevokedException e) {
            staple = null; // an older answer would still say good
            return failed(e.getMessage());
        } catch (StapleException | OcspException e) {
            return failed(e.getMessage());
        }
    }

    /** The staple of before is kept: it says itself how long it is good. */
    private Duration failed(@Nullable String why) {
        counts.failed().increment();
        Duration wait = retry;
        retry = bounded(retry.multipliedBy(2), FIRST_RETRY, LAST_RETRY);
        @Nullable Staple current = staple;
        log.warn(
                "Bundle {}: no new OCSP staple: {}. Clients get {}; next try in {}",
                bundle,
                why,
                current == null ? "none" : "the one of before until " + current.end(),
                wait);
        return wait;
    }

    private static Duration bounded(Duration wanted, Duration least, Duration most) {
        return wanted.compareTo(least) < 0 ? least : wanted.compareTo(most) > 0 ? most : wanted;
    }

    /** Fetches no more; what is there stays until its end. */
    synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel(false);
        }
    }
}
