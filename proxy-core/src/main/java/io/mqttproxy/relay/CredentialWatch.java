package io.mqttproxy.relay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends live connections whose certificate has expired or was revoked since their handshake: brokers and other proxies look
 * at a certificate once and then never again.
 *
 * <p>Event loops add and remove; one thread of the given executor looks at all of them at an interval, and at once when
 * something was revoked. The ends are paced like those of a drain.
 */
public final class CredentialWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CredentialWatch.class);

    /** How late an expiry may be noticed. */
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final ConcurrentMap<Session, Credential> live = new ConcurrentHashMap<>();
    private final Revocations revocations;
    private final InstantSource clock;
    private final PacedEnd pacedEnd;
    private @Nullable ScheduledFuture<?> looks;

    /**
     * @param revocations what operators have revoked by hand
     * @param pacedEnd ends connections one after the other
     */
    public CredentialWatch(Revocations revocations, InstantSource clock, PacedEnd pacedEnd) {
        this.revocations = revocations;
        this.clock = clock;
        this.pacedEnd = pacedEnd;
    }

    /** Begins to look. Called once. */
    public void start(ScheduledExecutorService executor) {
        looks = executor.scheduleWithFixedDelay(
                this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Watches a connection until it closes. */
    void add(Session session, Credential credential) {
        live.put(session, credential);
        session.client().closeFuture().addListener(closed -> live.remove(session));
    }

    /** Whether a client with this certificate may come in now. */
    boolean isRevoked(Credential credential) {
        return revocations.contains(credential);
    }

    /**
     * Looks at all connections now; from any thread but an event loop.
     *
     * @return how many are going to end
     */
    public int look() {
        Instant now = clock.instant();
        Map<CloseReason, List<Session>> ending = new LinkedHashMap<>();
        live.forEach((session, credential) -> {
            @Nullable CloseReason reason = reasonToEnd(credential, now);
            if (reason != null && live.remove(session, credential)) {
                ending.computeIfAbsent(reason, first -> new ArrayList<>()).add(session);
            }
        });
        ending.forEach((reason, sessions) -> {
            log.info("{} live connections end: {}", sessions.size(), reason.label());
            pacedEnd.add(sessions, reason);
        });
        return ending.values().stream().mapToInt(List::size).sum();
    }

    private @Nullable CloseReason reasonToEnd(Credential credential, Instant now) {
        if (now.isAfter(credential.notAfter())) {
            return CloseReason.CERT_EXPIRED;
        }
        return isRevoked(credential) ? CloseReason.CERT_REVOKED : null;
    }

    /** Stops to look. */
    @Override
    public void close() {
        if (looks != null) {
            looks.cancel(false);
        }
    }
}
