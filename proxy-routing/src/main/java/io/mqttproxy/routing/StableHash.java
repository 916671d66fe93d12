package io.mqttproxy.routing;

/**
 * The 64-bit hash behind rendezvous and Maglev: FNV-1a over the UTF-8 bytes, finished with the mixer of SplitMix64.
 *
 * <p>It is part of the contract between the proxies of a fleet and between their versions: were it to change, every
 * client would move to another broker. Test vectors hold it. It is not keyed; it spreads honest names, it keeps no
 * secrets.
 */
final class StableHash {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private StableHash() {}

    /** The hash of a text. A lone surrogate counts as {@code ?}, as in {@link String#getBytes}. Allocates nothing. */
    static long of(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                hash = add(hash, c);
            } else if (c < 0x800) {
                hash = add(add(hash, 0xc0 | (c >> 6)), continuation(c));
            } else if (!Character.isSurrogate(c)) {
                hash = add(add(add(hash, 0xe0 | (c >> 12)), continuation(c >> 6)), continuation(c));
            } else {
                int point = text.codePointAt(i);
                if (Character.isSupplementaryCodePoint(point)) {
                    hash = addFourBytes(hash, point);
                    i++;
                } else {
                    hash = add(hash, '?');
                }
            }
        }
        return mix(hash);
    }

    /** The hash of a pair of hashes; the order matters. */
    static long combine(long first, long second) {
        return mix(first ^ Long.rotateLeft(second, 32));
    }

    /** A number in [0, 1000) that depends on both hashes, and not on {@link #combine} of them in the other order. */
    static int perMille(long first, long second) {
        return (int) ((combine(first, second) >>> 11) * (1000 * 0x1p-53));
    }

    private static long addFourBytes(long hash, int point) {
        long first = add(add(hash, 0xf0 | (point >> 18)), continuation(point >> 12));
        return add(add(first, continuation(point >> 6)), continuation(point));
    }

    private static int continuation(int bits) {
        return 0x80 | (bits & 0x3f);
    }

    private static long add(long hash, int octet) {
        return (hash ^ octet) * FNV_PRIME;
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014; constants by Stafford, variant 13). */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }
}
