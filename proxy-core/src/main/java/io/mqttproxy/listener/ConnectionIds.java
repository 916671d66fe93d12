package io.mqttproxy.listener;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Ids that are unique among the connections of a process, and across processes for all practical purposes: a random prefix
 * made at start, then a counter. Short enough for a PROXY header's UNIQUE_ID. Safe for all event loops.
 */
public final class ConnectionIds {

    private static final long PREFIX_MASK = 0xFFFF_FFFFL;

    private final String prefix;
    private final AtomicLong counter = new AtomicLong();

    /** Takes the prefix from the given source. */
    public ConnectionIds(RandomGenerator random) {
        prefix = Long.toHexString(random.nextLong() & PREFIX_MASK) + "-";
    }

    /** A new one. */
    public String next() {
        return prefix + Long.toHexString(counter.incrementAndGet());
    }
}
