package io.mqttproxy.routing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The endless probing of one backend: at most one probe under way, each ended by its answer, its timeout or the close,
 * whichever comes first.
 */
final class ProbeLoop {

    private final BackendState backend;
    private final HealthProbe probe;
    private final Duration timeout;
    private final LongSupplier nextDelayNanos;
    private final ScheduledExecutorService executor;

    // Guarded by this.
    private boolean closed;
    private @Nullable Future<?> nextTick;
    private @Nullable CompletableFuture<ProbeResult> underWay;

    ProbeLoop(
            BackendState backend,
            HealthProbe probe,
            Duration timeout,
            LongSupplier nextDelayNanos,
            ScheduledExecutorService executor) {
        this.backend = backend;
        this.probe = probe;
        this.timeout = timeout;
        this.nextDelayNanos = nextDelayNanos;
        this.executor = executor;
    }

    synchronized void start(long delayNanos) {
        if (!closed) {
            nextTick = executor.schedule(this::tick, delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    void close() {
        CompletableFuture<ProbeResult> abandoned;
        synchronized (this) {
            closed = true;
            if (nextTick != null) {
                nextTick.cancel(false);
            }
            abandoned = underWay;
        }
        if (abandoned != null) {
            abandoned.cancel(false);
        }
    }

    private void tick() {
        CompletableFuture<ProbeResult> attempt = new CompletableFuture<>();
        synchronized (this) {
            if (closed) {
                return;
            }
            // The next tick first: whatever a probe throws, the schedule goes on.
            start(nextDelayNanos.getAsLong());
            if (underWay != null) {
                return; // The timeout is longer than the interval and the last probe still waits.
            }
            underWay = attempt;
        }
        run(attempt);
    }

    private void run(CompletableFuture<ProbeResult> attempt) {
        ProbeResult late = ProbeResult.failed("no answer within " + Check.text(timeout));
        Future<?> alarm = executor.schedule(() -> attempt.complete(late), timeout.toNanos(), TimeUnit.NANOSECONDS);
        whenOver(attempt, (result, abandoned) -> {
            alarm.cancel(false);
            finish(result);
        });
        CompletableFuture<ProbeResult> answer = ask();
        whenOver(attempt, (result, abandoned) -> answer.cancel(false));
        whenOver(answer, (result, error) -> attempt.complete(error == null ? result : failure(error)));
    }

    /** Runs an action at the end of a future, for better or worse. */
    private static void whenOver(
            CompletableFuture<ProbeResult> future, BiConsumer<@Nullable ProbeResult, @Nullable Throwable> action) {
        var unused = future.whenComplete(action);
    }

    private CompletableFuture<ProbeResult> ask() {
        try {
            return probe.probe(backend.backend()).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Reports under the lock, so that nothing is reported once close() has returned. */
    private synchronized void finish(@Nullable ProbeResult result) {
        underWay = null;
        if (!closed && result != null) {
            backend.probe(result.ok(), result.reason());
        }
    }

    private static ProbeResult failure(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        String message = cause.getMessage();
        return ProbeResult.failed(message == null ? cause.getClass().getSimpleName() : message);
    }
}
