package io.mqttproxy.relay;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Visits all connections, each on its own event loop, in slices: between two slices the event loops and the thread that
 * leads do what else they have to. How long an event loop is held up is the affair of {@link TimedVisit}.
 */
final class SessionWalk implements Runnable {

    /** So many are handed out at once by the thread that leads. */
    private static final int SLICE = 1_000;

    private final Iterator<Session> sessions;
    private final Executor leader;
    private final Consumer<Session> visitor;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private SessionWalk(Sessions sessions, Executor leader, Consumer<Session> visitor) {
        this.sessions = sessions.iterator();
        this.leader = leader;
        this.visitor = visitor;
    }

    /**
     * Begins; every connection that is open all the while is visited once.
     *
     * @param leader hands the slices out
     * @param visitor called by several event loops at once
     * @return completes when all were visited, by failure when the visitor failed
     */
    static CompletableFuture<Void> start(Sessions sessions, Executor leader, Consumer<Session> visitor) {
        SessionWalk walk = new SessionWalk(sessions, leader, visitor);
        leader.execute(walk);
        return walk.done;
    }

    /** One slice. */
    @Override
    public void run() {
        if (done.isDone()) {
            return;
        }
        IdentityHashMap<EventLoop, List<Session>> slice = new IdentityHashMap<>();
        for (int i = 0; i < SLICE && sessions.hasNext(); i++) {
            Session session = sessions.next();
            slice.computeIfAbsent(session.client().eventLoop(), loop -> new ArrayList<>())
                    .add(session);
        }
        if (slice.isEmpty()) {
            done.complete(null);
            return;
        }
        AtomicInteger visiting = new AtomicInteger(slice.size());
        slice.forEach((loop, part) -> TimedVisit.start(behindSockets(loop), part, visitor, System::nanoTime)
                .whenComplete((visited, failure) -> partDone(visiting, failure)));
    }

    /**
     * Tasks that follow each other keep a loop of Netty from its sockets for up to a second, scheduled ones do not: it takes
     * those that are due once, each time after it has looked at the sockets.
     */
    private static Executor behindSockets(EventLoop loop) {
        return task -> loop.schedule(task, 0, TimeUnit.NANOSECONDS);
    }

    /** The next slice when this was the last part; nothing follows a failure. */
    private void partDone(AtomicInteger visiting, @Nullable Throwable failure) {
        try {
            if (failure != null) {
                done.completeExceptionally(failure);
            } else if (visiting.decrementAndGet() == 0) {
                leader.execute(this);
            }
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(e); // the process is about to end
        }
    }
}
