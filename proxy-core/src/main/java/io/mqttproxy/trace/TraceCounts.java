package io.mqttproxy.trace;

import java.util.concurrent.atomic.LongAdder;

/** What became of the traces of a process; numbers that only grow. Any thread. */
public final class TraceCounts {

    private final LongAdder exported = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    /** A collector has taken so many. */
    void exported(int traces) {
        exported.add(traces);
    }

    /** No collector would take so many. */
    void failed(int traces) {
        failed.add(traces);
    }

    /** There was no room for so many, or no time at the end. */
    void dropped(int traces) {
        dropped.add(traces);
    }

    /** How many a collector has taken. */
    public long exported() {
        return exported.sum();
    }

    /** How many no collector would take. */
    public long failed() {
        return failed.sum();
    }

    /** For how many there was no room in the queue, or no time at the end. */
    public long dropped() {
        return dropped.sum();
    }
}
