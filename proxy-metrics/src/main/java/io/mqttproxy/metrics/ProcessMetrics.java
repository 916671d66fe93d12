package io.mqttproxy.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What the process as a whole holds, beside what the JVM tells by itself. */
public final class ProcessMetrics {

    private static final double NANOS_PER_SECOND = 1e9;

    private final MeterRegistry registry;
    private final Consumer<Followed> follow;

    /**
     * @param follow takes in counts that are looked at ahead of each scrape
     */
    ProcessMetrics(MeterRegistry registry, Consumer<Followed> follow) {
        this.registry = registry;
        this.follow = follow;
    }

    /** Exposes whether the file of bans could not be read or written; asked at each scrape. Called once. */
    public void banFileFailed(BooleanSupplier failed) {
        Meters.BAN_FILE_FAILED.gauge(registry, () -> failed.getAsBoolean() ? 1 : 0);
    }

    /**
     * Exposes how long tasks wait for an event loop. Called once for each.
     *
     * @param loop its number, from 0
     * @param nanos the latest wait, in nanoseconds; asked at each scrape
     */
    public void eventLoopLag(int loop, LongSupplier nanos) {
        Meters.EVENT_LOOP_LAG.gauge(registry, () -> nanos.getAsLong() / NANOS_PER_SECOND, Integer.toString(loop));
    }

    /**
     * Exposes the memory of network buffers. Called once.
     *
     * @param direct outside the heap, in bytes; asked at each scrape
     * @param heap likewise
     */
    public void bufferMemory(LongSupplier direct, LongSupplier heap) {
        Meters.BUFFER_MEMORY.gauge(registry, direct::getAsLong, "direct");
        Meters.BUFFER_MEMORY.gauge(registry, heap::getAsLong, "heap");
    }

    /**
     * Exposes what became of traces; numbers that only grow. Called once.
     *
     * @param exported taken by a collector
     * @param failed taken by none
     * @param dropped never sent
     */
    public void traces(LongSupplier exported, LongSupplier failed, LongSupplier dropped) {
        counter(exported, "exported");
        counter(failed, "failed");
        counter(dropped, "dropped");
    }

    private void counter(LongSupplier source, String result) {
        Followed count = new Followed(new Count(), source);
        follow.accept(count);
        Meters.TRACES.counter(registry, count.count(), result);
    }
}
