package io.mqttproxy.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** What the process as a whole holds, beside what the JVM tells by itself. */
public final class ProcessMetrics {

    private final MeterRegistry registry;

    ProcessMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Exposes whether the file of bans could not be read or written; asked at each scrape. Called once. */
    public void banFileFailed(BooleanSupplier failed) {
        Meters.BAN_FILE_FAILED.gauge(registry, () -> failed.getAsBoolean() ? 1 : 0);
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
}
