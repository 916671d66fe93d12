package io.mqttproxy.metrics;

import java.util.concurrent.atomic.LongAdder;

/**
 * A number that only grows. Many threads add to it without contention; a scrape reads the value that it froze before,
 * so that all counts of one scrape are of one moment.
 */
final class Count {

    private final LongAdder adder = new LongAdder();

    /** Written and read under the lock of the scrape. */
    private long frozen;

    void increment() {
        adder.increment();
    }

    void add(long amount) {
        adder.add(amount);
    }

    /** The value now. */
    long now() {
        return adder.sum();
    }

    /** Freezes the value for the scrape and returns it. */
    long freeze() {
        frozen = adder.sum();
        return frozen;
    }

    /** The value that was frozen last. */
    double atScrape() {
        return frozen;
    }
}
