package io.mqttproxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The text form, section 2.1: {@code PROXY TCP4 192.0.2.1 192.0.2.2 56324 1883} and a line end. */
final class HeaderV1 {
    /** The longest line, for TCP over IPv6, with its line end; bytes. The specification's 107 are for UNKNOWN. */
    static final int MAXIMUM_LENGTH = 104;

    private HeaderV1() {}

    static void write(ProxyHeader header, ByteBuf out) throws ProxyHeaderException {
        AddressPair addresses = AddressPair.of(header);
        requirePort("source", addresses.sourcePort());
        requirePort("destination", addresses.destinationPort());
        String line = "PROXY " + (addresses.ipv4() ? "TCP4 " : "TCP6 ")
                + AddressText.of(addresses.source()) + ' '
                + AddressText.of(addresses.destination()) + ' '
                + addresses.sourcePort() + ' '
                + addresses.destinationPort() + "\r\n";
        out.writeCharSequence(line, StandardCharsets.US_ASCII);
    }

    /** The specification allows port 0, but parsers in use close the connection for it. */
    private static void requirePort(String side, int port) throws ProxyHeaderException {
        if (port == 0) {
            throw new ProxyHeaderException(side + " port: 0 (expected: 1 to 65535, or proxyProtocol: v2)");
        }
    }
}
