package io.mqttproxy.perf.load;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets publishers send in turn, one message every so many nanoseconds, whatever comes back (an open load). Who is late
 * catches up, and messages are timed from when they were due. Confined to the event loop.
 */
final class Pace {

    private final EventLoop loop;
    private final double intervalNanos;
    private final List<Publisher> publishers;
    private long sent;
    private long startNanos;
    private boolean stopped;

    Pace(EventLoop loop, int perSecond, List<Publisher> publishers) {
        this.loop = loop;
        this.intervalNanos = 1e9 / perSecond;
        this.publishers = publishers;
    }

    void start() {
        startNanos = System.nanoTime();
        tick();
    }

    void stop() {
        stopped = true;
    }

    private void tick() {
        if (stopped) {
            return;
        }
        long now = System.nanoTime();
        long due = dueNanos();
        while (due <= now) {
            publishers.get((int) (sent % publishers.size())).publishDueAt(due);
            sent++;
            due = dueNanos();
        }
        loop.schedule(this::tick, due - now, TimeUnit.NANOSECONDS);
    }

    private long dueNanos() {
        return startNanos + (long) (sent * intervalNanos);
    }
}
