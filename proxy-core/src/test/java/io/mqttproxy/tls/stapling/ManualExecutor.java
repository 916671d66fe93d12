package io.mqttproxy.tls.stapling;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs at once what is due now, keeps what is due later until it is told to run it, and has no thread. */
final class ManualExecutor extends ScheduledThreadPoolExecutor {

    private record Later(Runnable task, Duration delay, ScheduledFuture<?> handle) {}

    private final Deque<Later> later = new ArrayDeque<>();

    ManualExecutor() {
        super(0);
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        ScheduledFuture<?> handle = super.schedule(() -> {}, 1, TimeUnit.DAYS);
        later.add(new Later(task, Duration.of(delay, unit.toChronoUnit()), handle));
        return handle;
    }

    /** How long the next task was to wait. */
    Duration delay() {
        return later.element().delay();
    }

    /** Runs the next task unless it was cancelled, and tells whether it was not. */
    boolean runNext() {
        Later next = later.remove();
        if (next.handle().isCancelled()) {
            return false;
        }
        next.task().run();
        return true;
    }

    boolean idle() {
        return later.isEmpty();
    }
}
