package io.mqttproxy.routing;

import org.jspecify.annotations.Nullable;

/**
 * A block of IP addresses such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}.
 *
 * <p>IPv4 and IPv6 are different families: {@code ::/0} holds every IPv6 address and no IPv4 one. An IPv4 address that
 * is mapped into IPv6 is an IPv4 address, in a block and in a client.
 */
public final class Cidr {

    private static final String EXAMPLE = "an address or a block such as 10.0.0.0/8 or 2001:db8::/32";
    private static final int V4_OFFSET = 96;

    private final IpAddress network;
    /** Counted on 128 bits. */
    private final int prefix;

    private final boolean v4;

    /** Every bit of the network behind the prefix must be 0. */
    Cidr(IpAddress network, int prefix) {
        this.network = network;
        this.prefix = prefix;
        this.v4 = network.isV4() && prefix >= V4_OFFSET;
    }

    /**
     * Reads a block, or a single address as the block of its own.
     *
     * @throws IllegalArgumentException when the text is neither, or when bits behind the prefix are set
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String addressText = slash < 0 ? text : text.substring(0, slash);
        IpAddress address = addressText.indexOf('%') < 0 ? IpAddress.parse(addressText) : null;
        if (address == null) {
            throw new IllegalArgumentException(text + " (expected: " + EXAMPLE + ")");
        }
        // A mapped address in IPv6 notation has its prefix counted on 128 bits, as RFC 4291 writes it.
        int offset = addressText.indexOf(':') < 0 ? V4_OFFSET : 0;
        int prefix = slash < 0 ? 128 : offset + prefix(text, slash + 1, 128 - offset);
        Cidr cidr = new Cidr(address.network(prefix), prefix);
        if (!cidr.network.equals(address)) {
            throw new IllegalArgumentException(text + " (expected: " + cidr + ", with no bits behind the prefix)");
        }
        return cidr;
    }

    /** The length of the prefix, counted on 128 bits for IPv4, too. */
    int prefix() {
        return prefix;
    }

    /** Whether an address lies within the block; false for a text that is no IP address. */
    public boolean contains(String address) {
        IpAddress parsed = IpAddress.parse(address);
        return parsed != null && parsed.isV4() == v4 && parsed.network(prefix).equals(network);
    }

    /** Whether every address of the other block lies within this one. */
    boolean covers(Cidr other) {
        return v4 == other.v4
                && prefix <= other.prefix
                && other.network.network(prefix).equals(network);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cidr that && prefix == that.prefix && network.equals(that.network);
    }

    @Override
    public int hashCode() {
        return 31 * network.hashCode() + prefix;
    }

    /** The block in canonical form, which {@link #parse} reads. */
    @Override
    public String toString() {
        return network + "/" + (v4 ? prefix - V4_OFFSET : prefix);
    }

    private static int prefix(String text, int from, int max) {
        int value = 0;
        boolean valid = from < text.length() && text.length() - from <= 3;
        for (int i = from; valid && i < text.length(); i++) {
            char c = text.charAt(i);
            valid = c >= '0' && c <= '9';
            value = value * 10 + (c - '0');
        }
        if (!valid || value > max) {
            throw new IllegalArgumentException(
                    text + " (expected: a prefix length of 0 to " + max + " behind the slash)");
        }
        return value;
    }
}
