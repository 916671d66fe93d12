package io.mqttproxy.tls;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map that forgets what was not asked for the longest time when it is full. Thread-safe; the lock is held for the time
 * of one lookup.
 *
 * @param <K> has equals and hashCode
 * @param <V> immutable
 */
final class BoundedCache<K, V> {

    private final Map<K, V> entries;

    /** Keeps at most so many. */
    BoundedCache(int most) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    synchronized @Nullable V get(K key) {
        return entries.get(key);
    }

    synchronized void put(K key, V value) {
        entries.put(key, value);
    }

    synchronized int size() {
        return entries.size();
    }
}
