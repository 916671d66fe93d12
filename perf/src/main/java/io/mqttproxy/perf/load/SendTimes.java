package io.mqttproxy.perf.load;

import java.util.Arrays;

/** A queue of nanosecond times that makes no objects. Not thread-safe. */
final class SendTimes {

    private long[] ring = new long[16]; // a power of two, always
    private int head;
    private int size;

    void add(long nanos) {
        if (size == ring.length) {
            grow();
        }
        ring[(head + size) & (ring.length - 1)] = nanos;
        size++;
    }

    /** The oldest. */
    long remove() {
        if (size == 0) {
            throw new IllegalStateException("no message is under way");
        }
        long oldest = ring[head];
        head = (head + 1) & (ring.length - 1);
        size--;
        return oldest;
    }

    boolean isEmpty() {
        return size == 0;
    }

    private void grow() {
        long[] larger = Arrays.copyOf(ring, ring.length * 2);
        System.arraycopy(ring, head, larger, 0, ring.length - head);
        System.arraycopy(ring, 0, larger, ring.length - head, head);
        ring = larger;
        head = 0;
    }
}
