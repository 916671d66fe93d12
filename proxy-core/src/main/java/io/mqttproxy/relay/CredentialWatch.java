package io.mqttproxy.relay;

import io.mqttproxy.tls.revocation.IssuedCertificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends live connections whose certificate has expired or was revoked since their handshake: brokers and other proxies look
 * at a certificate once and then never again.
 *
 * <p>Event loops add and remove; one thread of the given executor looks at all of them at an interval, and at once when an
 * operator has revoked something. What CRLs and responders revoke is looked for when they have something new, see {@link
 * RevocationLooks}. The ends are paced like those of a drain.
 */
public final class CredentialWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CredentialWatch.class);

    /** How late an expiry may be noticed. */
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final LiveCredentials live = new LiveCredentials();
    private final Revocations revocations;
    private final KnownRevocations known;
    private final InstantSource clock;
    private final PacedEnd pacedEnd;
    private final List<ScheduledFuture<?>> tasks = new CopyOnWriteArrayList<>();

    /**
     * @param revocations what operators have revoked by hand
     * @param known what CRLs and responders have revoked
     * @param pacedEnd ends connections one after the other
     */
    public CredentialWatch(Revocations revocations, KnownRevocations known, InstantSource clock, PacedEnd pacedEnd) {
        this.revocations = revocations;
        this.known = known;
        this.clock = clock;
        this.pacedEnd = pacedEnd;
    }

    /** Begins to look. Called once. */
    public void start(ScheduledExecutorService executor) {
        tasks.add(executor.scheduleWithFixedDelay(
                this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    }

    /**
     * Begins to have responders asked again about the open connections of a listener, until the returned task is cancelled.
     *
     * @param cache how long an answer may be used; each connection is visited twice in that time, so that an answer gets half
     *     as old again at most, where responders keep up
     * @param ask as in {@link StatusRounds}
     * @param executor single-threaded
     */
    public ScheduledFuture<?> refreshStatus(
            String listener,
            Duration cache,
            Function<List<IssuedCertificate>, CompletableFuture<?>> ask,
            ScheduledExecutorService executor) {
        Runnable rounds = new StatusRounds(live.of(listener).values(), ask, cache.dividedBy(2), clock);
        long step = StatusRounds.STEP.toMillis();
        return executor.scheduleWithFixedDelay(rounds, step, step, TimeUnit.MILLISECONDS);
    }

    /**
     * Watches a connection until it closes; event loop only.
     *
     * @return why the client may not come in, for the access log; null when it may
     */
    @Nullable String admit(Session session, Credential credential) {
        live.add(
                session,
                credential); // first: a look that has begun by now may miss it, but then its cause is known here
        if (revocations.contains(credential)) {
            return "revoked by an operator";
        }
        return known.isRevoked(session.listener(), credential.path()) ? "revoked since its handshake" : null;
    }

    /**
     * Looks for expired certificates and for those that operators have revoked; from any thread but an event loop.
     *
     * @return how many connections are going to end
     */
    public int look() {
        Instant now = clock.instant();
        List<Session> expired = new ArrayList<>();
        List<Session> revoked = new ArrayList<>();
        live.forEachListener(connections -> {
            expired.addAll(take(connections, credential -> now.isAfter(credential.notAfter())));
            revoked.addAll(take(connections, revocations::contains));
        });
        return end(expired, CloseReason.CERT_EXPIRED) + end(revoked, CloseReason.CERT_REVOKED);
    }

    /** Looks for what CRLs and responders have revoked; may take a while with many connections. */
    void lookForRevoked(String listener) {
        List<Session> revoked = take(live.of(listener), credential -> known.isRevoked(listener, credential.path()));
        end(revoked, CloseReason.CERT_REVOKED);
    }

    /** Takes connections out; each is taken by one look only. */
    private static List<Session> take(ConcurrentMap<Session, Credential> connections, Predicate<Credential> which) {
        List<Session> taken = new ArrayList<>();
        connections.forEach((session, credential) -> {
            if (which.test(credential) && connections.remove(session, credential)) {
                taken.add(session);
            }
        });
        return taken;
    }

    private int end(List<Session> sessions, CloseReason reason) {
        if (!sessions.isEmpty()) {
            log.info("{} live connections end: {}", sessions.size(), reason.label());
            pacedEnd.add(sessions, reason);
        }
        return sessions.size();
    }

    /** Stops to look. */
    @Override
    public void close() {
        tasks.forEach(task -> task.cancel(false));
    }
}
