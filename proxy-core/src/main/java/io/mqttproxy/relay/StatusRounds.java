package io.mqttproxy.relay;

import io.mqttproxy.tls.revocation.IssuedCertificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes around the connections of a listener and has responders asked again where an answer is no longer fresh.
 *
 * <p>Every step takes the next few, so many that a round takes its time: a million connections that came within a minute
 * are never a million requests within a minute. Nothing is remembered about single connections. Where responders are slower
 * than that, the round takes longer instead of piling up requests.
 *
 * <p>{@link #run} is one step; called by one thread, never waits.
 */
final class StatusRounds implements Runnable {

    /** A smooth rate, and still little work for a listener without connections. */
    static final Duration STEP = Duration.ofMillis(100);

    /** Requests under way for connections that are open; handshakes have room for three times as many beside them. */
    static final int MOST_AT_ONCE = 64;

    private static final Logger log = LoggerFactory.getLogger(StatusRounds.class);

    private final Collection<Credential> live;
    private final Function<List<IssuedCertificate>, CompletableFuture<?>> ask;
    private final Duration round;
    private final InstantSource clock;
    private final AtomicInteger asking = new AtomicInteger();
    private Iterator<Credential> position = Collections.emptyIterator();
    private Instant last;

    /** How many connections are due to be visited; what is not whole stays for the next step. */
    private double due;

    /**
     * @param live a view of the connections that are open, which may change while it is walked through
     * @param ask asks where nothing fresh is known; completes when there is an answer or none is to come
     * @param round how long a round takes
     */
    StatusRounds(
            Collection<Credential> live,
            Function<List<IssuedCertificate>, CompletableFuture<?>> ask,
            Duration round,
            InstantSource clock) {
        this.live = live;
        this.ask = ask;
        this.round = round;
        this.clock = clock;
        this.last = clock.instant();
    }

    @Override
    public void run() {
        int all = live.size();
        due = Math.min(all, due + all * partOfRound());
        try {
            while (due >= 1 && asking.get() < MOST_AT_ONCE && hasNext()) {
                due--;
                visit(position.next());
            }
        } catch (RuntimeException e) {
            log.error("Responders were not asked, by a defect of the proxy; please report it", e);
        }
    }

    private double partOfRound() {
        Instant now = clock.instant();
        long passed = Math.max(0, Duration.between(last, now).toMillis());
        last = now;
        return (double) passed / round.toMillis();
    }

    private boolean hasNext() {
        if (!position.hasNext()) {
            position = live.iterator();
        }
        return position.hasNext();
    }

    private void visit(Credential credential) {
        CompletableFuture<?> answer = ask.apply(credential.path());
        if (!answer.isDone()) {
            asking.incrementAndGet();
            answer.whenComplete((any, failure) -> asking.decrementAndGet());
        }
    }
}
