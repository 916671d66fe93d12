package io.mqttproxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Source and destination in one family, as the protocol wants them: IPv4 when both are, otherwise IPv6 with IPv4 addresses
 * mapped (RFC 4291 section 2.5.5.2). IPv6 scopes mean nothing to another machine and are dropped.
 */
record AddressPair(InetAddress source, InetAddress destination, int sourcePort, int destinationPort) {
    private static final int INET_STREAM = 0x11;
    private static final int INET6_STREAM = 0x21;

    static AddressPair of(ProxyHeader header) throws ProxyHeaderException {
        InetAddress source = resolved("source", header.source());
        InetAddress destination = resolved("destination", header.destination());
        boolean ipv4 = source instanceof Inet4Address && destination instanceof Inet4Address;
        return new AddressPair(
                ipv4 ? source : ipv6(source),
                ipv4 ? destination : ipv6(destination),
                header.source().getPort(),
                header.destination().getPort());
    }

    private boolean ipv4() {
        return source instanceof Inet4Address;
    }

    /** Family and transport of version 2. */
    int familyAndTransport() {
        return ipv4() ? INET_STREAM : INET6_STREAM;
    }

    /** How many bytes {@link #writeBinary} appends. */
    int binaryLength() {
        return ipv4() ? 12 : 36;
    }

    void writeBinary(ByteBuf out) {
        out.writeBytes(source.getAddress()).writeBytes(destination.getAddress());
        out.writeShort(sourcePort).writeShort(destinationPort);
    }

    /** Writes the line of version 1. Receivers take port 0 for an error there. */
    void writeLine(ByteBuf out) throws ProxyHeaderException {
        if (sourcePort == 0 || destinationPort == 0) {
            throw new ProxyHeaderException("port: 0 (expected: 1 to 65535)");
        }
        String line = (ipv4() ? "PROXY TCP4 " : "PROXY TCP6 ") + text(source) + ' ' + text(destination) + ' '
                + sourcePort + ' ' + destinationPort + "\r\n";
        ByteBufUtil.writeAscii(out, line);
    }

    private static InetAddress resolved(String field, InetSocketAddress address) throws ProxyHeaderException {
        InetAddress resolved = address.getAddress();
        if (resolved == null) {
            throw new ProxyHeaderException(field + ": a host name (expected: an IP address)");
        }
        return resolved;
    }

    private static Inet6Address ipv6(InetAddress address) {
        byte[] bytes = address.getAddress();
        byte[] mapped = bytes;
        if (bytes.length == 4) {
            mapped = new byte[16];
            mapped[10] = (byte) 0xFF;
            mapped[11] = (byte) 0xFF;
            System.arraycopy(bytes, 0, mapped, 12, 4);
        }
        try {
            return Inet6Address.getByAddress(null, mapped, -1);
        } catch (UnknownHostException e) {
            throw new AssertionError("16 bytes are always an IPv6 address", e);
        }
    }

    private static String text(InetAddress address) {
        return address instanceof Inet6Address ipv6
                ? NetUtil.toAddressString(ipv6, true)
                : NetUtil.toAddressString(address);
    }
}
