package io.mqttproxy.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Both clocks of a backend, moved by hand. The monotonic one starts right before its overflow. */
final class ManualClock implements LongSupplier, InstantSource {

    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private static final long NANOS_AT_START = Long.MAX_VALUE - 1_000_000;

    private final AtomicLong elapsed = new AtomicLong();

    void advance(Duration time) {
        elapsed.addAndGet(time.toNanos());
    }

    @Override
    public long getAsLong() {
        return NANOS_AT_START + elapsed.get();
    }

    @Override
    public Instant instant() {
        return START.plusNanos(elapsed.get());
    }
}
