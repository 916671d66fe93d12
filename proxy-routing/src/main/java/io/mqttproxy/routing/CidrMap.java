package io.mqttproxy.routing;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Values by block of IP addresses. An address is looked up once for each length of prefix that there is, however many blocks
 * have it: ten thousand single addresses cost as much as one.
 *
 * <p>Safe for all threads; those who look up take no lock.
 *
 * @param <V> the kind of value
 */
public final class CidrMap<V> {

    /** From here on a prefix, counted on 128 bits, lies within the range of IPv4 (RFC 4291 section 2.5.5.2). */
    private static final int V4_OFFSET = 96;

    /** In bits. */
    private static final int LONGEST = 128;

    private final Map<Cidr, V> values = new ConcurrentHashMap<>();
    /** How many there are of each length; guarded by this. */
    private final int[] blocks = new int[LONGEST + 1];
    /** Each length once, the longest first; replaced as a whole. */
    private volatile int[] prefixes = {};

    /** Nothing is in it. */
    public CidrMap() {}

    /** Sets the value of a block, in place of the one that it had. */
    public synchronized void put(Cidr block, V value) {
        if (values.put(block, value) == null && blocks[block.prefix()]++ == 0) {
            collectPrefixes();
        }
    }

    /** Takes a block out and returns its value; null when it had none. */
    public synchronized @Nullable V remove(Cidr block) {
        @Nullable V removed = values.remove(block);
        if (removed != null && --blocks[block.prefix()] == 0) {
            collectPrefixes();
        }
        return removed;
    }

    private void collectPrefixes() {
        prefixes = IntStream.rangeClosed(0, LONGEST)
                .map(shortest -> LONGEST - shortest)
                .filter(prefix -> blocks[prefix] > 0)
                .toArray();
    }

    /** The value of a block, or null. */
    public @Nullable V get(Cidr block) {
        return values.get(block);
    }

    /**
     * The value of the smallest block that an address lies within, or null.
     *
     * @param address 4 or 16 bytes
     * @throws IllegalArgumentException when it has another length
     */
    public @Nullable V find(byte[] address) {
        int[] lengths = prefixes;
        if (lengths.length == 0) {
            return null;
        }
        IpAddress ip = IpAddress.of(address);
        for (int prefix : lengths) {
            if (ip.isV4() && prefix < V4_OFFSET) {
                return null; // blocks of the other family
            }
            @Nullable V value = values.get(new Cidr(ip.network(prefix), prefix));
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** How many blocks there are. */
    public int size() {
        return values.size();
    }

    /** The values of all blocks, in no order; a view. */
    public Collection<V> values() {
        return values.values();
    }
}
