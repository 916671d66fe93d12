package io.mqttproxy.relay;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Visits things one after the other on one thread, and lets it do what else it has to as soon as that has taken its time: how
 * long a visit takes is in the hands of clients, whose names may be long.
 *
 * @param <T> what is visited
 */
final class TimedVisit<T> implements Runnable {

    /** A client that waits for its event loop does not notice that. */
    static final long SLICE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final Executor thread;
    private final Iterator<T> rest;
    private final Consumer<? super T> visitor;
    private final LongSupplier nanoTime;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private TimedVisit(Executor thread, List<T> things, Consumer<? super T> visitor, LongSupplier nanoTime) {
        this.thread = thread;
        this.rest = things.iterator();
        this.visitor = visitor;
        this.nanoTime = nanoTime;
    }

    /**
     * Begins.
     *
     * @param thread executes one task after the other
     * @param nanoTime in nanoseconds from any moment, as {@link System#nanoTime}
     * @return completes on that thread when all were visited, by failure when the visitor failed, which ends the visit; by
     *     failure on any thread when the thread takes no task
     */
    static <T> CompletableFuture<Void> start(
            Executor thread, List<T> things, Consumer<? super T> visitor, LongSupplier nanoTime) {
        TimedVisit<T> visit = new TimedVisit<>(thread, things, visitor, nanoTime);
        visit.goOn();
        return visit.done;
    }

    private void goOn() {
        try {
            thread.execute(this);
        } catch (RuntimeException e) {
            done.completeExceptionally(e); // the process is about to end
        }
    }

    /** One slice, of at least one visit. */
    @Override
    public void run() {
        long start = nanoTime.getAsLong();
        try {
            while (rest.hasNext()) {
                visitor.accept(rest.next());
                if (rest.hasNext() && nanoTime.getAsLong() - start >= SLICE_NANOS) {
                    goOn();
                    return;
                }
            }
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
            return;
        }
        done.complete(null);
    }
}
