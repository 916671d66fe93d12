package io.mqttproxy.mqtt;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts packets by their type. Written by one event loop, without an atomic instruction, for all of its connections; read
 * by any thread, which sees each number whole and soon.
 */
public final class PacketTally {

    /** The types of section 2.1.2, 0 to 15. */
    private static final int TYPES = 16;

    private final AtomicLongArray counts = new AtomicLongArray(TYPES);

    /** A packet begins with this byte. */
    void begun(int firstByte) {
        int type = (firstByte & 0xF0) >>> 4;
        counts.lazySet(type, counts.getPlain(type) + 1);
    }

    /** A CONNECT was sent, which nobody follows: it was read as a whole. */
    public void connect() {
        begun(PacketType.CONNECT);
    }

    /** How many there were of a type, 0 to 15. */
    public long count(int type) {
        return counts.get(type);
    }
}
