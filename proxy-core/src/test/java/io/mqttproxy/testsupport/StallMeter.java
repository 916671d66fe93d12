package io.mqttproxy.testsupport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Tells for how long the machine ran nobody here while a pace was measured: what is not the proxy's doing. One thread. */
public final class StallMeter implements AutoCloseable {

    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** A wake-up that comes so late is a busy machine's, not the timer's. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Thread thread = new Thread(this::measure, "stall-meter");
    private volatile long stalled;
    private volatile boolean closed;

    private StallMeter() {
        thread.setDaemon(true);
    }

    /** Begins to measure. */
    public static StallMeter start() {
        StallMeter meter = new StallMeter();
        meter.thread.start();
        return meter;
    }

    private void measure() {
        long sum = 0;
        long last = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(STEP_NANOS);
            long now = System.nanoTime();
            long late = now - last - STEP_NANOS;
            if (late > LATE_NANOS) {
                sum += late;
                stalled = sum;
            }
            last = now;
        }
    }

    /** How long it was so far. */
    public double seconds() {
        return stalled / 1e9;
    }

    @Override
    public void close() {
        closed = true;
    }
}
