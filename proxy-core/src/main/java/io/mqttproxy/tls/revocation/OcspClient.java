package io.mqttproxy.tls.revocation;

import io.mqttproxy.config.OcspConfig;
import io.mqttproxy.tls.fetch.HttpFetch;
import io.mqttproxy.tls.ocsp.OcspException;
import io.mqttproxy.tls.ocsp.OcspLocations;
import io.mqttproxy.tls.ocsp.OcspPost;
import io.mqttproxy.tls.ocsp.OcspQuestion;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks responders about the certificates of a listener's clients and remembers what they say. Outlives a reload.
 *
 * <p>Thread-safe. One request for each certificate at a time, however many handshakes wait for it.
 */
final class OcspClient {

    private static final Logger log = LoggerFactory.getLogger(OcspClient.class);

    private static final int MOST_AT_ONCE = 256;
    private static final int MOST_RESPONDERS = 1_000;

    /** How long a certificate without an answer is not asked about again. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final HttpFetch http;
    private final OcspPost post;
    private final OcspConfig config;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final OcspCache cache;
    private final Map<OcspCache.Key, CompletableFuture<KnownStatus>> asking = new ConcurrentHashMap<>();
    private final Map<URI, OcspResponder> responders = new ConcurrentHashMap<>();
    private final Set<Runnable> listeners;
    private final OcspCounts counts;

    OcspClient(HttpFetch http, OcspConfig config, InstantSource clock) {
        this(http, config, clock, new OcspCache());
    }

    OcspClient(HttpFetch http, OcspConfig config, InstantSource clock, OcspCache cache) {
        this(http, config, clock, cache, new CopyOnWriteArraySet<>(), new OcspCounts());
    }

    private OcspClient(
            HttpFetch http,
            OcspConfig config,
            InstantSource clock,
            OcspCache cache,
            Set<Runnable> listeners,
            OcspCounts counts) {
        this.http = http;
        this.cache = cache;
        this.listeners = listeners;
        this.counts = counts;
        this.post = new OcspPost(http);
        this.config = config;
        this.clock = clock;
    }

    /**
     * One that asks as this section says, beside this one: what either of the two is told, both know, and so does whoever has
     * subscribed. This one where nothing differs.
     */
    OcspClient with(OcspConfig next) {
        return next.equals(config) ? this : new OcspClient(http, next, clock, cache, listeners, counts);
    }

    /** Asks where nothing fresh is known, and waits for the answer; never on an event loop. */
    Verdict await(IssuedCertificate certificate) {
        @Nullable KnownStatus known = fresh(certificate);
        if (known != null) {
            return verdict(known, certificate);
        }
        try {
            return verdict(ask(certificate).join(), certificate);
        } catch (CompletionException | CancellationException e) {
            return verdict(withoutAnswer(certificate, "no answer"), certificate);
        }
    }

    /** Answers with what is known, and asks in the background where that is not fresh. */
    Verdict fromMemory(IssuedCertificate certificate) {
        @Nullable KnownStatus known = fresh(certificate);
        if (known != null) {
            return verdict(known, certificate);
        }
        KnownStatus meanwhile = withoutAnswer(certificate, "no fresh answer");
        ask(certificate);
        return verdict(meanwhile, certificate);
    }

    /** Once revoked, a certificate stays so until somebody says better. */
    private KnownStatus withoutAnswer(IssuedCertificate certificate, String why) {
        @Nullable KnownStatus old = cache.get(OcspCache.Key.of(certificate));
        return old != null && old.revoked() ? old : noAnswer(why);
    }

    boolean isRevoked(IssuedCertificate certificate) {
        return cache.isRevoked(OcspCache.Key.of(certificate));
    }

    /**
     * Asks in the background where nothing fresh is known; who has subscribed is told when the certificate is revoked.
     *
     * @return completes when there is nothing more to wait for, never with a failure
     */
    CompletableFuture<?> refresh(IssuedCertificate certificate) {
        return fresh(certificate) != null ? CompletableFuture.completedFuture(null) : ask(certificate);
    }

    OcspCounts counts() {
        return counts;
    }

    /** Calls back when an answer says that a certificate has been revoked that was not known to be. */
    void subscribe(Runnable changed) {
        listeners.add(changed);
    }

    void unsubscribe(Runnable changed) {
        listeners.remove(changed);
    }

    private @Nullable KnownStatus fresh(IssuedCertificate certificate) {
        @Nullable KnownStatus known = cache.get(OcspCache.Key.of(certificate));
        return known != null && known.freshAt(clock.instant()) ? known : null;
    }

    private Verdict verdict(KnownStatus answer, IssuedCertificate certificate) {
        return switch (answer.status()) {
            case GOOD -> Verdict.GOOD;
            case REVOKED -> Verdict.revoked(certificate.describe() + " is revoked, says its responder");
            case UNKNOWN ->
                config.mode() == OcspConfig.Mode.SOFT_FAIL
                        ? Verdict.GOOD
                        : Verdict.unknown(
                                "no word of a responder about " + certificate.describe() + ": " + answer.detail());
        };
    }

    private CompletableFuture<KnownStatus> ask(IssuedCertificate certificate) {
        Optional<OcspResponder> responder = responder(certificate);
        if (responder.isEmpty()) {
            return CompletableFuture.completedFuture(withoutAnswer(certificate, "it names no responder"));
        }
        if (responder.get().pausedAt(clock.instant()) || asking.size() >= MOST_AT_ONCE) {
            return CompletableFuture.completedFuture(
                    withoutAnswer(certificate, "the responder is not asked for a while"));
        }
        OcspCache.Key key = OcspCache.Key.of(certificate);
        CompletableFuture<KnownStatus> mine = new CompletableFuture<>();
        @Nullable CompletableFuture<KnownStatus> running = asking.putIfAbsent(key, mine);
        if (running != null) {
            return running;
        }
        ask(certificate, responder.get()).whenComplete((answer, defect) -> {
            boolean before = cache.isRevoked(key);
            KnownStatus counts = cache.put(key, answer == null ? noAnswer(String.valueOf(defect)) : answer);
            asking.remove(key);
            mine.complete(counts);
            if (counts.revoked() && !before) { // every look visits all connections
                tell();
            }
        });
        return mine;
    }

    private CompletableFuture<KnownStatus> ask(IssuedCertificate certificate, OcspResponder responder) {
        try {
            OcspQuestion question = OcspQuestion.withNonce(certificate.issuer(), certificate.serial(), random);
            return post.ask(responder.location(), question, config.timeout())
                    .handle((bytes, failure) -> read(question, responder, bytes, failure));
        } catch (OcspException | RuntimeException e) { // whatever it is, somebody waits for a word
            return CompletableFuture.completedFuture(failed(responder, e.getMessage()));
        }
    }

    private KnownStatus read(
            OcspQuestion question, OcspResponder responder, byte @Nullable [] bytes, @Nullable Throwable failure) {
        if (bytes == null) {
            return failed(responder, String.valueOf(failure));
        }
        try {
            Instant now = clock.instant();
            KnownStatus answer = KnownStatus.of(question.verify(bytes, now), now, config.cache());
            responder.answered();
            counts.count(answer.status());
            return answer;
        } catch (OcspException e) {
            return failed(responder, e.getMessage());
        }
    }

    private KnownStatus failed(OcspResponder responder, @Nullable String why) {
        log.debug("OCSP responder {}: {}", responder.location(), why);
        responder.failed(clock.instant());
        counts.failed();
        return noAnswer(String.valueOf(why));
    }

    private KnownStatus noAnswer(String why) {
        Instant now = clock.instant();
        return new KnownStatus(Verdict.Status.UNKNOWN, why, now.plus(RETRY), now);
    }

    private Optional<OcspResponder> responder(IssuedCertificate certificate) {
        @Nullable URI configured = config.responder();
        Optional<URI> location =
                configured != null ? Optional.of(configured) : OcspLocations.responder(certificate.ocspLocations());
        if (responders.size() >= MOST_RESPONDERS) {
            responders.clear(); // only their pauses are lost
        }
        return location.map(uri -> responders.computeIfAbsent(uri, OcspResponder::new));
    }

    private void tell() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                log.error("a defect of the proxy: please report it", e);
            }
        }
    }
}
