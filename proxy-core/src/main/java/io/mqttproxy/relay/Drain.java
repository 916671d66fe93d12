package io.mqttproxy.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends all connections of a proxy that goes out of service. Runs on the given single-threaded executor. */
public final class Drain {

    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    private static final long LOOK_MILLIS = 100;

    /** Who is on the way when the ports close gets so long to arrive: a CONNECT over a slow network, a broker's CONNACK. */
    private static final int ARRIVAL_LOOKS = 50; // 5 s

    /** After the deadline everything was closed; a loop that does not come to it by then never will. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Sessions sessions;
    private final ScheduledExecutorService executor;

    /** Drains the given sessions. */
    public Drain(Sessions sessions, ScheduledExecutorService executor) {
        this.sessions = sessions;
        this.executor = executor;
    }

    /**
     * Starts.
     *
     * @param perSecond how many connections to end in a second; more when the deadline would cut many off at once
     * @param deadline when those that are left are closed whatever they are doing
     * @return completes when no connection is left, or shortly after the deadline in any case
     */
    public CompletableFuture<Void> start(int perSecond, Duration deadline) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        PacedEnd pacedEnd = new PacedEnd(pace(perSecond, deadline), executor);
        Look look = new Look(System.nanoTime() + deadline.toNanos(), pacedEnd, done);
        look.run(); // ahead of the first step, so that this one has something to do
        ScheduledFuture<?> looks = executor.scheduleAtFixedRate(look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        done.whenComplete((nothing, failure) -> {
            looks.cancel(false);
            pacedEnd.close();
        });
        return done;
    }

    private int pace(int perSecond, Duration deadline) {
        long seconds = Math.max(1, deadline.toSeconds());
        int needed = (int) ((sessions.size() + seconds - 1) / seconds);
        if (needed > perSecond) {
            log.warn(
                    "{} connections at {}/s take longer than the deadline of {}: draining at {}/s",
                    sessions.size(),
                    perSecond,
                    deadline,
                    needed);
        }
        return Math.max(perSecond, needed);
    }

    private final class Look implements Runnable {

        private final long deadline;
        private final PacedEnd pacedEnd;
        private final CompletableFuture<Void> done;
        private final Set<Session> asked = new HashSet<>();
        private int looks;

        Look(long deadline, PacedEnd pacedEnd, CompletableFuture<Void> done) {
            this.deadline = deadline;
            this.pacedEnd = pacedEnd;
            this.done = done;
        }

        @Override
        public void run() {
            long late = System.nanoTime() - deadline;
            if (sessions.size() == 0) {
                done.complete(null);
            } else if (late > PATIENCE_NANOS) {
                log.warn("{} connections did not close", sessions.size());
                done.complete(null);
            } else if (late > 0) {
                sessions.cut();
            } else {
                askTheOthers();
            }
        }

        /** Connections that were being accepted when the ports closed come to light a little later. */
        private void askTheOthers() {
            List<Session> others = new ArrayList<>();
            boolean mayArrive = looks++ < ARRIVAL_LOOKS;
            sessions.forEach(session -> {
                boolean arriving = session.phase() != Session.Phase.RELAYING;
                if (!(arriving && mayArrive) && asked.add(session)) {
                    others.add(session);
                }
            });
            pacedEnd.add(others, CloseReason.DRAIN);
        }
    }
}
