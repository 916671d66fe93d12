package io.mqttproxy.mqtt;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Counts differences and keeps the shortest packet of each. */
final class DifferenceTally {
    private final Map<Difference, Entry> entries = new TreeMap<>(Comparator.comparing(Difference::kind)
            .thenComparing(Difference::reader)
            .thenComparing(Difference::why));

    /**
     * One class.
     *
     * @param example owned by the tally
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(long count, byte[] example) {}

    void add(Difference difference, byte[] packet) {
        Entry before = entries.get(difference);
        if (before == null) {
            entries.put(difference, new Entry(1, packet));
        } else {
            byte[] shorter = packet.length < before.example().length ? packet : before.example();
            entries.put(difference, new Entry(before.count() + 1, shorter));
        }
    }

    /** In a fixed order. */
    Map<Difference, Entry> entries() {
        return entries;
    }
}
