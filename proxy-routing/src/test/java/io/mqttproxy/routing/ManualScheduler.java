package io.mqttproxy.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A scheduler whose time is moved by hand and whose tasks run in the test's thread. */
final class ManualScheduler extends AbstractExecutorService implements ScheduledExecutorService {

    private final List<Task<?>> tasks = new ArrayList<>();
    private long now;
    private boolean busy;

    /** Moves time on and runs what becomes due, in order. */
    void advance(Duration time) {
        long end = now + time.toNanos();
        tasks.removeIf(FutureTask::isCancelled);
        while (!tasks.isEmpty()) {
            Task<?> next = Collections.min(tasks);
            if (next.at > end) {
                break;
            }
            now = next.at;
            tasks.remove(next);
            next.run();
            tasks.removeIf(FutureTask::isCancelled);
        }
        now = end;
    }

    /** What is to be executed from now on waits for the next {@link #advance}, as behind a task that takes long. */
    void beBusy() {
        busy = true;
    }

    /** Tasks that wait for their time. */
    int waiting() {
        tasks.removeIf(FutureTask::isCancelled);
        return tasks.size();
    }

    Duration now() {
        return Duration.ofNanos(now);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return schedule(Executors.callable(command), delay, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> command, long delay, TimeUnit unit) {
        Task<V> task = new Task<>(command, now + unit.toNanos(delay));
        tasks.add(task);
        return task;
    }

    @Override
    public void execute(Runnable command) {
        if (busy) {
            schedule(command, 0, TimeUnit.NANOSECONDS);
        } else {
            command.run();
        }
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initial, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initial, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }

    private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
        private final long at;

        Task(Callable<V> command, long at) {
            super(command);
            this.at = at;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - now, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
