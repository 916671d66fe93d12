package io.mqttproxy.routing;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as 128 bits; IPv4 stands in the mapped range {@code ::ffff:0:0/96} (RFC 4291 section 2.5.5.2), so that
 * {@code 10.0.0.1} and {@code ::ffff:10.0.0.1} are the same client.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
record IpAddress(long high, long low) {

    private static final long MAPPED = 0xffff_0000_0000L;
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;

    /**
     * The address of these bytes, the highest first.
     *
     * @throws IllegalArgumentException when there are neither 4 nor 16
     */
    static IpAddress of(byte[] bytes) {
        if (bytes.length == V4_BYTES) {
            return new IpAddress(0, MAPPED | (ByteBuffer.wrap(bytes).getInt() & 0xffff_ffffL));
        }
        if (bytes.length != V6_BYTES) {
            throw new IllegalArgumentException(bytes.length + " bytes (expected: 4 or 16)");
        }
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        return new IpAddress(halves.getLong(), halves.getLong());
    }

    /** Whether this is an IPv4 address, mapped or not. */
    boolean isV4() {
        return high == 0 && (low & ~0xffff_ffffL) == MAPPED;
    }

    /** The address with every bit behind the prefix cleared; 0 to 128. */
    IpAddress network(int prefix) {
        return new IpAddress(high & mask(prefix), low & mask(prefix - 64));
    }

    /** The address in this text, without brackets; a zone ({@code %eth0}) is ignored; null when it is none. */
    static @Nullable IpAddress parse(String text) {
        int zone = text.indexOf('%');
        if (text.indexOf(':') >= 0) {
            return new Ipv6Text(zone < 0 ? text : text.substring(0, zone)).parse();
        }
        long v4 = parseV4(text, 0);
        return v4 < 0 ? null : new IpAddress(0, MAPPED | v4);
    }

    /**
     * Four decimal numbers from an index to the end, or -1. No leading zeros: to some programs they mean octal, and an
     * address that two programs read differently is no address.
     */
    static long parseV4(String text, int from) {
        long address = 0;
        int at = from;
        for (int part = 0; part < 4; part++) {
            int dot = part < 3 ? text.indexOf('.', at) : text.length();
            int value = dot < 0 ? -1 : decimal(text, at, dot);
            if (value < 0) {
                return -1;
            }
            address = address << 8 | value;
            at = dot + 1;
        }
        return address;
    }

    @Override
    public String toString() {
        return isV4()
                ? (low >> 24 & 0xff) + "." + (low >> 16 & 0xff) + "." + (low >> 8 & 0xff) + "." + (low & 0xff)
                : Ipv6Text.of(this);
    }

    private static int decimal(String text, int from, int to) {
        int length = to - from;
        if (length < 1 || length > 3 || (length > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value <= 255 ? value : -1;
    }

    private static long mask(int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= 64 ? -1L : -1L << (64 - bits);
    }
}
