package io.mqttproxy;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Measures once a second how long a task has to wait for each event loop: what every client there waits, too. */
final class LoopLag implements AutoCloseable {

    private static final long PERIOD_SECONDS = 1;

    /** One loop. The task that is on its way answers for those that would follow it. */
    private static final class Probe {

        private final EventLoop loop;
        private volatile long sentAt;
        private volatile boolean onItsWay;
        private volatile long nanos;

        Probe(EventLoop loop) {
            this.loop = loop;
        }

        void send() {
            if (onItsWay) {
                return;
            }
            sentAt = System.nanoTime();
            onItsWay = true;
            try {
                loop.execute(() -> {
                    nanos = System.nanoTime() - sentAt;
                    onItsWay = false;
                });
            } catch (RejectedExecutionException e) {
                onItsWay = false; // the process is about to end
            }
        }

        /** A loop that hangs shows for how long it does. */
        long nanos() {
            return onItsWay ? Math.max(nanos, System.nanoTime() - sentAt) : nanos;
        }
    }

    private final List<Probe> probes;
    private final ScheduledFuture<?> rounds;

    /** Starts. */
    LoopLag(List<EventLoop> loops, ScheduledExecutorService scheduler) {
        probes = loops.stream().map(Probe::new).toList();
        rounds = scheduler.scheduleAtFixedRate(() -> probes.forEach(Probe::send), 0, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** How many loops there are. */
    int size() {
        return probes.size();
    }

    /** The latest wait of a loop, in nanoseconds. */
    long nanos(int loop) {
        return probes.get(loop).nanos();
    }

    /** Those of all loops. */
    List<Long> nanos() {
        return IntStream.range(0, probes.size()).mapToObj(this::nanos).toList();
    }

    @Override
    public void close() {
        rounds.cancel(false);
    }
}
