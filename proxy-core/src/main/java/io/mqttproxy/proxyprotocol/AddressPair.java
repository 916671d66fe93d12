package io.mqttproxy.proxyprotocol;

import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * Both ends of a client connection in one family: IPv4 when both are IPv4, plain or mapped, and IPv6 otherwise. A header has
 * only one family for two addresses. Scope identifiers are dropped: they mean nothing on another machine.
 *
 * @param source 4 or 16 bytes, in network order
 * @param destination as many bytes as {@code source}
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one call, is never compared
record AddressPair(byte[] source, int sourcePort, byte[] destination, int destinationPort) {
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;

    /** {@code ::ffff:0:0/96}, RFC 4291 section 2.5.5.2. */
    private static final int MAPPED_PREFIX_LENGTH = IPV6_LENGTH - IPV4_LENGTH;

    static AddressPair of(ProxyHeader header) {
        byte[] source = unmapped(header.source());
        byte[] destination = unmapped(header.destination());
        if (source.length != destination.length) {
            source = mapped(source);
            destination = mapped(destination);
        }
        return new AddressPair(
                source,
                header.source().getPort(),
                destination,
                header.destination().getPort());
    }

    boolean ipv4() {
        return source.length == IPV4_LENGTH;
    }

    /** The JDK makes IPv4 of most mapped addresses, but not of those from {@code Inet6Address.getByAddress}. */
    private static byte[] unmapped(InetSocketAddress endpoint) {
        byte[] address = endpoint.getAddress().getAddress();
        return isMapped(address) ? Arrays.copyOfRange(address, MAPPED_PREFIX_LENGTH, IPV6_LENGTH) : address;
    }

    private static boolean isMapped(byte[] address) {
        if (address.length != IPV6_LENGTH || address[10] != (byte) 0xFF || address[11] != (byte) 0xFF) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] mapped(byte[] address) {
        if (address.length == IPV6_LENGTH) {
            return address;
        }
        byte[] mapped = new byte[IPV6_LENGTH];
        mapped[10] = (byte) 0xFF;
        mapped[11] = (byte) 0xFF;
        System.arraycopy(address, 0, mapped, MAPPED_PREFIX_LENGTH, IPV4_LENGTH);
        return mapped;
    }
}
