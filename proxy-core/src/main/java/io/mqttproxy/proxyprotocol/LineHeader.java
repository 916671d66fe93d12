package io.mqttproxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text form on its way in, section 2.1. Exactly its grammar: single blanks, no leading zeros, CR and LF at the end. */
final class LineHeader {
    /** The longest line that there can be, with its line end; bytes. */
    static final int MAXIMUM_LENGTH = 107;

    private static final byte[] BEGINNING = {'P', 'R', 'O', 'X', 'Y', ' '};
    private static final String UNKNOWN = "UNKNOWN";
    private static final int LINE_END_LENGTH = 2;
    private static final int HIGHEST_PORT = 0xFFFF;

    private LineHeader() {}

    static @Nullable InboundHeader parse(ByteBuf in) throws MalformedHeaderException {
        int length = ProxyHeaderParser.begins(in, BEGINNING) ? lineLength(in) : -1;
        if (length < 0) {
            return null;
        }
        int end = length - LINE_END_LENGTH;
        String line = in.toString(in.readerIndex(), end, StandardCharsets.US_ASCII);
        InboundHeader header = header(line.substring(BEGINNING.length));
        in.skipBytes(length);
        return header;
    }

    /** With the line end, or -1 when that has not come. */
    private static int lineLength(ByteBuf in) throws MalformedHeaderException {
        int length = Math.min(in.readableBytes(), MAXIMUM_LENGTH);
        for (int i = BEGINNING.length; i < length; i++) {
            byte b = in.getByte(in.readerIndex() + i);
            if (b == '\n' && in.getByte(in.readerIndex() + i - 1) == '\r') {
                return i + 1;
            }
            boolean behindCr = in.getByte(in.readerIndex() + i - 1) == '\r';
            if (behindCr || (b != '\r' && (b < ' ' || b > '~'))) {
                throw malformed("a byte that has no place in it at index " + i, "visible ASCII, then CR and LF");
            }
        }
        if (length == MAXIMUM_LENGTH) {
            throw malformed("no end", "CR and LF within " + MAXIMUM_LENGTH + " bytes");
        }
        return -1;
    }

    private static InboundHeader header(String text) throws MalformedHeaderException {
        if (text.equals(UNKNOWN) || text.startsWith(UNKNOWN + " ")) {
            return InboundHeader.OF_THE_SOCKET; // what follows is to be ignored
        }
        String[] words = text.split(" ", -1);
        if (words.length != 5) {
            throw malformed(words.length + " words", "PROXY, TCP4 or TCP6, two addresses, two ports");
        }
        boolean ipv6 = words[0].equals("TCP6");
        if (!ipv6 && !words[0].equals("TCP4")) {
            throw malformed("an unknown protocol", "TCP4, TCP6 or UNKNOWN");
        }
        return new InboundHeader(
                new InboundHeader.Addresses(
                        new InetSocketAddress(address(words[1], ipv6), port(words[3])),
                        new InetSocketAddress(address(words[2], ipv6), port(words[4]))),
                List.of(),
                null);
    }

    private static InetAddress address(String text, boolean ipv6) throws MalformedHeaderException {
        byte @Nullable [] bytes = ipv6 ? AddressText.ipv6(text) : AddressText.ipv4(text);
        if (bytes == null) {
            throw malformed("a bad address", ipv6 ? "IPv6, as TCP6 says" : "IPv4, as TCP4 says");
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    private static int port(String text) throws MalformedHeaderException {
        int port = AddressText.number(text, HIGHEST_PORT);
        if (port < 0) {
            throw malformed("a bad port", "0 to 65535 without leading zeros");
        }
        return port;
    }

    private static MalformedHeaderException malformed(String what, String expected) {
        return new MalformedHeaderException("PROXY header, version 1: " + what + " (expected: " + expected + ")");
    }
}
