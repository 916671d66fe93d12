package io.mqttproxy.routing;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks one source for backends for as long as it is open, and tells of every list that differs from the one before.
 *
 * <p>The last good list is kept when a look fails, in whatever way, and when it finds nothing: brokers seldom vanish all at
 * once, and answers do. At most one look is under way, each ended by its answer, its timeout or the close.
 */
public final class Discovery implements AutoCloseable {

    /** Told about looks, on the executor, one at a time. */
    public interface Listener {

        /** There is a list, not empty, and it is not the one before. */
        void changed(List<Backend> backends);

        /**
         * A look ended.
         *
         * @param view what is known now
         */
        void looked(DiscoveryResult result, DiscoveryView view);
    }

    private final BackendSource source;
    private final DiscoveryPolicy policy;
    private final Listener listener;
    private final ScheduledExecutorService executor;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private volatile DiscoveryView view = DiscoveryView.INITIAL;
    /** What the listener has taken; used on the executor, and ahead of the first look. */
    private List<Backend> taken = List.of();

    // Guarded by this.
    private boolean closed;
    private @Nullable ScheduledFuture<?> nextLook;
    private @Nullable CompletableFuture<Discovered> underWay;
    private @Nullable CompletableFuture<?> doorbell;

    /**
     * Makes one that does nothing before {@link #start()}.
     *
     * @param executor runs the schedule and tells the listener; single-threaded; not shut down here
     * @param clock tells people when an answer came; never used for decisions
     * @param random the source of the jitter; used on the executor
     */
    public Discovery(
            BackendSource source,
            DiscoveryPolicy policy,
            Listener listener,
            ScheduledExecutorService executor,
            InstantSource clock,
            RandomGenerator random) {
        this.source = source;
        this.policy = policy;
        this.listener = listener;
        this.executor = executor;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Begins to look.
     *
     * @return completes with the end of the first look, for better or worse
     */
    public synchronized CompletionStage<Void> start() {
        nextLook = executor.schedule(this::look, 0, TimeUnit.NANOSECONDS);
        return first;
    }

    /**
     * Begins to look as if it had found this itself: the listener has these backends already and is told of others only.
     *
     * @return completes with the end of the first look, for better or worse
     */
    public synchronized CompletionStage<Void> start(DiscoveryView known) {
        view = known;
        taken = known.backends();
        return start();
    }

    /** What is known now. */
    public DiscoveryView view() {
        return view;
    }

    /** Stops looking. Afterwards the listener is told nothing. */
    @Override
    public void close() {
        CompletableFuture<?> look;
        CompletableFuture<?> bell;
        synchronized (this) {
            closed = true;
            if (nextLook != null) {
                nextLook.cancel(false);
            }
            look = underWay;
            bell = doorbell;
        }
        cancel(look);
        cancel(bell);
    }

    private static void cancel(@Nullable CompletableFuture<?> future) {
        if (future != null) {
            future.cancel(true);
        }
    }

    private void look() {
        CompletableFuture<Discovered> attempt = new CompletableFuture<>();
        CompletableFuture<?> oldBell;
        synchronized (this) {
            if (closed || underWay != null) {
                return;
            }
            underWay = attempt;
            oldBell = doorbell;
            doorbell = null;
        }
        cancel(oldBell);
        DiscoveryException late =
                new DiscoveryException(DiscoveryResult.TIMEOUT, "no answer within " + Check.text(policy.timeout()));
        Future<?> alarm = executor.schedule(
                () -> attempt.completeExceptionally(late), policy.timeout().toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<Discovered> answer = ask();
        whenOver(attempt, (found, failure) -> {
            alarm.cancel(false);
            answer.cancel(true);
            if (!onExecutor(() -> finish(found, failure))) {
                dismiss(found);
            }
        });
        whenOver(answer, (found, failure) -> {
            if (failure != null) {
                attempt.completeExceptionally(failure);
            } else if (!attempt.complete(found)) {
                dismiss(found);
            }
        });
    }

    private CompletableFuture<Discovered> ask() {
        try {
            return source.look().toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static <T> void whenOver(CompletableFuture<T> future, BiConsumer<@Nullable T, @Nullable Throwable> action) {
        var unused = future.whenComplete(action);
    }

    private static void dismiss(@Nullable Discovered found) {
        if (found != null) {
            found.dismiss();
        }
    }

    /** Answers come on threads that must not be held up, such as event loops. False when it is closed: not executed then. */
    private synchronized boolean onExecutor(Runnable action) {
        if (!closed) {
            executor.execute(action);
        }
        return !closed;
    }

    private void finish(@Nullable Discovered found, @Nullable Throwable failure) {
        boolean late;
        synchronized (this) {
            underWay = null;
            late = closed;
        }
        if (late) {
            dismiss(found);
            return;
        }
        try {
            if (found == null || found.backends().isEmpty()) {
                dismiss(found);
                failed(found == null ? failure : nothing());
            } else {
                succeeded(found);
            }
        } finally {
            first.complete(null);
        }
    }

    private static DiscoveryException nothing() {
        return new DiscoveryException(DiscoveryResult.EMPTY, "no backend");
    }

    private void failed(@Nullable Throwable failure) {
        view = view.failed(DiscoveryFailure.words(failure));
        next(policy.afterFailure(view.failures()), null);
        listener.looked(DiscoveryFailure.result(failure), view);
    }

    private void succeeded(Discovered found) {
        view = view.found(found.backends(), clock.instant());
        next(policy.afterSuccess(found.validFor()), found);
        if (!found.backends().equals(taken)) {
            listener.changed(found.backends());
            taken = found.backends(); // not when it throws: then the next look tells it again
        }
        listener.looked(DiscoveryResult.OK, view);
    }

    private synchronized void next(Duration wait, @Nullable Discovered found) {
        if (closed) {
            dismiss(found);
            return;
        }
        nextLook = executor.schedule(this::look, jittered(wait), TimeUnit.NANOSECONDS);
        if (found != null && found.changed() != null) {
            CompletableFuture<?> bell = found.changed().toCompletableFuture();
            doorbell = bell;
            long begin = policy.floor().toNanos();
            whenOver(bell, (rung, failure) -> onExecutor(() -> rung(bell, begin)));
        }
    }

    /** Somebody says that there is something new: looks again, yet not more often than the floor allows. */
    private synchronized void rung(CompletableFuture<?> bell, long floorNanos) {
        if (closed || doorbell != bell || nextLook == null) {
            return;
        }
        doorbell = null;
        if (nextLook.getDelay(TimeUnit.NANOSECONDS) <= floorNanos) {
            return;
        }
        nextLook.cancel(false);
        nextLook = executor.schedule(this::look, floorNanos, TimeUnit.NANOSECONDS);
    }

    /** Up to a tenth less, so that the proxies of a fleet do not ask in step; never below the floor. */
    private long jittered(Duration wait) {
        long nanos = wait.toNanos();
        long least = Math.max(policy.floor().toNanos(), nanos - nanos / 10);
        return least < nanos ? random.nextLong(least, nanos) : nanos;
    }
}
