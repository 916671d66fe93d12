package io.mqttproxy.tls.revocation;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The CRLs of one distribution point and when they were fetched; when they are to be fetched again is for whoever asks to say,
 * because the interval may change. Its state changes under its own lock.
 */
final class CrlDownload {

    private static final Logger log = LoggerFactory.getLogger(CrlDownload.class);

    /** CAs whose certificates name this place; the bound is against mistakes, not against strangers. */
    private static final int MOST_ISSUERS = 100;

    /** After a failure, and no longer than the interval. */
    private static final Duration RETRY = Duration.ofSeconds(30);

    /** Whatever the CRLs say, there is a pause. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final URI location;
    private final Set<X509Certificate> issuers = new CopyOnWriteArraySet<>();
    private List<Crl> crls = List.of();
    private @Nullable Instant answered; // null: to be fetched now
    private Duration longest = Duration.ZERO; // that what was fetched is used, whatever the interval
    private boolean running;
    private boolean failed;

    CrlDownload(URI location) {
        this.location = location;
    }

    URI location() {
        return location;
    }

    /** Takes note of a CA whose word counts here; with a new one the next fetch is due. */
    void expect(X509Certificate issuer) {
        if (!issuers.contains(issuer) && issuers.size() < MOST_ISSUERS && issuers.add(issuer)) {
            dueNow();
        }
    }

    private synchronized void dueNow() {
        answered = null;
    }

    /**
     * Those that one of the CAs has signed and that are not from the future. HTTP is open to everybody on the way: one
     * forged list with a date far ahead must not keep the genuine ones out.
     *
     * @throws CrlException when none is left
     */
    List<Crl> genuine(List<Crl> fetched, Instant now) throws CrlException {
        List<Crl> genuine = fetched.stream()
                .filter(crl -> !crl.fromTheFuture(now) && issuers.stream().anyMatch(crl::signedBy))
                .toList();
        if (genuine.isEmpty()) {
            throw new CrlException("no CRL that its CA has signed, with a date that is not in the future");
        }
        return genuine;
    }

    synchronized List<Crl> crls() {
        return crls;
    }

    /**
     * Claims the next fetch; true for one caller when it is due.
     *
     * @param refresh how long what was fetched is used
     */
    synchronized boolean claim(Instant now, Duration refresh) {
        if (running || (answered != null && now.isBefore(due(answered, refresh)))) {
            return false;
        }
        running = true;
        return true;
    }

    private Instant due(Instant answer, Duration refresh) {
        if (failed) {
            return answer.plus(shorter(RETRY, refresh));
        }
        Duration used = shorter(refresh, longest);
        return answer.plus(used.compareTo(PAUSE) < 0 ? PAUSE : used);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Takes what was fetched and is genuine, unless it is older than what is there, which somebody on the way may have kept. */
    synchronized boolean succeeded(List<Crl> fetched, Instant now) {
        answered(now, false);
        longest = used(fetched, now);
        boolean newer = crls.isEmpty() || newest(fetched).isAfter(newest(crls));
        if (newer) {
            crls = fetched;
        }
        return newer;
    }

    /** Keeps what is there. */
    synchronized void failed(String why, Instant now) {
        if (!failed) {
            log.warn("CRL {} cannot be fetched: {}", location, why);
        }
        answered(now, true);
    }

    private void answered(Instant now, boolean failure) {
        running = false;
        failed = failure;
        answered = now;
    }

    /** Until shortly before the first of them ends. */
    private static Duration used(List<Crl> crls, Instant now) {
        Instant end = crls.stream().map(Crl::nextUpdate).min(Instant::compareTo).orElseThrow();
        return Duration.between(now, end).multipliedBy(9).dividedBy(10);
    }

    private static Instant newest(List<Crl> crls) {
        return crls.stream().map(Crl::thisUpdate).max(Instant::compareTo).orElseThrow();
    }
}
