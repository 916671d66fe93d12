package io.mqttproxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** The binary form on its way in, section 2.2. */
final class BinaryHeader {
    static final byte[] SIGNATURE = HeaderV2.SIGNATURE;

    /**
     * The most that may follow the prefix, bytes. Real headers have 40 to 500; one with a client's certificate some
     * thousand.
     */
    static final int MAXIMUM_BODY_LENGTH = 4 * 1024;

    private static final int LOCAL = 0x20;
    private static final int PROXY = HeaderV2.VERSION_2_PROXY;
    private static final int COMMAND_INDEX = 12;
    private static final int FAMILY_INDEX = 13;
    private static final int LENGTH_INDEX = 14;

    private static final int INET = 1;
    private static final int INET6 = 2;
    private static final int UNIX = 3;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;

    private BinaryHeader() {}

    static @Nullable InboundHeader parse(ByteBuf in) throws MalformedHeaderException {
        int start = in.readerIndex();
        if (!ProxyHeaderParser.begins(in, SIGNATURE) || in.readableBytes() <= COMMAND_INDEX) {
            return null;
        }
        int command = in.getUnsignedByte(start + COMMAND_INDEX);
        if (command != LOCAL && command != PROXY) {
            throw malformed("version and command " + command, "version 2 with LOCAL or PROXY, 32 or 33");
        }
        if (in.readableBytes() <= FAMILY_INDEX) {
            return null;
        }
        int family = in.getUnsignedByte(start + FAMILY_INDEX);
        if (command == PROXY) {
            requireKnown(family);
        }
        if (in.readableBytes() < HeaderV2.PREFIX_LENGTH) {
            return null;
        }
        int length = in.getUnsignedShort(start + LENGTH_INDEX);
        requireLength(command, family, length);
        if (in.readableBytes() < HeaderV2.PREFIX_LENGTH + length) {
            return null;
        }
        ByteBuf whole = in.slice(start, HeaderV2.PREFIX_LENGTH + length);
        // LOCAL: "discard the protocol block including the family"; UNSPEC: nobody knows where addresses end.
        InboundHeader header =
                command == LOCAL || family >> 4 == 0 ? InboundHeader.OF_THE_SOCKET : proxied(whole, family);
        in.skipBytes(whole.capacity());
        return header;
    }

    private static void requireKnown(int family) throws MalformedHeaderException {
        if (family >> 4 > UNIX || (family & 0xF) > DATAGRAM) {
            throw malformed("address family and transport " + family, "0 to 3 and 0 to 2");
        }
    }

    private static void requireLength(int command, int family, int length) throws MalformedHeaderException {
        if (length > MAXIMUM_BODY_LENGTH) {
            throw malformed(length + " bytes behind its prefix", "at most " + MAXIMUM_BODY_LENGTH);
        }
        int addresses = command == LOCAL ? 0 : addressesLength(family);
        if (length < addresses) {
            throw malformed(length + " bytes behind its prefix", "at least the " + addresses + " of its addresses");
        }
    }

    private static int addressesLength(int family) {
        return switch (family >> 4) {
            case INET -> 2 * 4 + HeaderV2.PORTS_LENGTH;
            case INET6 -> 2 * 16 + HeaderV2.PORTS_LENGTH;
            case UNIX -> 2 * 108;
            default -> 0;
        };
    }

    private static InboundHeader proxied(ByteBuf whole, int family) throws MalformedHeaderException {
        TlvReader tlvs = TlvReader.ofHeader(whole, HeaderV2.PREFIX_LENGTH + addressesLength(family));
        boolean tcp = family >> 4 != UNIX && (family & 0xF) == STREAM;
        return new InboundHeader(tcp ? addresses(whole, family >> 4 == INET ? 4 : 16) : null, tlvs.tlvs(), tlvs.ssl());
    }

    private static InboundHeader.Addresses addresses(ByteBuf whole, int addressLength) {
        int ports = HeaderV2.PREFIX_LENGTH + 2 * addressLength;
        return new InboundHeader.Addresses(
                endpoint(whole, HeaderV2.PREFIX_LENGTH, addressLength, ports),
                endpoint(whole, HeaderV2.PREFIX_LENGTH + addressLength, addressLength, ports + 2));
    }

    /** The JDK makes IPv4 of a mapped address, so that it counts as the same client in whichever family it is told. */
    private static InetSocketAddress endpoint(ByteBuf whole, int index, int length, int portIndex) {
        try {
            InetAddress address = InetAddress.getByAddress(ByteBufUtil.getBytes(whole, index, length));
            return new InetSocketAddress(address, whole.getUnsignedShort(portIndex));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    static MalformedHeaderException malformed(String what, String expected) {
        return new MalformedHeaderException("PROXY header, version 2: " + what + " (expected: " + expected + ")");
    }
}
