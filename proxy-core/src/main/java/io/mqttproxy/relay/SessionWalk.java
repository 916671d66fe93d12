package io.mqttproxy.relay;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Visits all connections, each on its own event loop, in slices: between two slices the event loops and the thread that
 * leads do what else they have to.
 */
final class SessionWalk implements Runnable {

    /** An event loop is held up by a slice for well under a millisecond. */
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
        slice.forEach((loop, part) -> hand(loop, () -> visit(part, visiting)));
    }

    private void hand(EventLoop loop, Runnable visit) {
        try {
            loop.execute(visit);
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(e); // the process is about to end
        }
    }

    private void visit(List<Session> part, AtomicInteger visiting) {
        try {
            part.forEach(visitor);
            if (visiting.decrementAndGet() == 0) {
                leader.execute(this);
            }
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
    }
}
