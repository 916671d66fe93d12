package io.mqttproxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Writes PROXY headers of one version with one choice of TLVs.
 *
 * <p>Command is always PROXY and transport always TCP over IPv4 or IPv6: brokers end or hang connections whose header says
 * LOCAL, UNSPEC, UNKNOWN or UNIX. Send a header and the CONNECT behind it in one write: many receivers want the whole
 * header in their first read.
 *
 * <p>Immutable; safe to share between event loops.
 */
public final class ProxyHeaderEncoder {
    /** CR LF CR LF NUL CR LF Q U I T LF. */
    private static final long SIGNATURE_HEAD = 0x0D0A0D0A000D0A51L;

    private static final int SIGNATURE_TAIL = 0x5549540A;
    private static final int VERSION_2_COMMAND_PROXY = 0x21;
    private static final int FIXED_BYTES = 16;

    /** The longest line of version 1, CR LF included. */
    private static final int MAX_LINE = 107;

    /** mosquitto closes the connection on more, and the header has to fit into the first segment. */
    private static final int MAX_LENGTH_FIELD = 500;

    private final ProxyProtocolVersion version;
    private final Set<Tlv> tlvs;

    /**
     * An encoder for one cluster.
     *
     * @param tlvs what version 2 carries when the header has it
     * @throws IllegalArgumentException when another version than 2 is to carry TLVs, which it cannot
     */
    public ProxyHeaderEncoder(ProxyProtocolVersion version, Set<Tlv> tlvs) {
        if (version != ProxyProtocolVersion.V2 && !tlvs.isEmpty()) {
            throw new IllegalArgumentException("tlvs: " + tlvs + " (expected: none without version v2)");
        }
        this.version = version;
        this.tlvs = tlvs.isEmpty() ? Set.of() : EnumSet.copyOf(tlvs);
    }

    /** The most bytes that {@link #encode} appends. */
    public int maximumLength() {
        return switch (version) {
            case OFF -> 0;
            case V1 -> MAX_LINE;
            case V2 -> FIXED_BYTES + MAX_LENGTH_FIELD;
        };
    }

    /**
     * Appends the header; nothing when the version is OFF.
     *
     * @throws ProxyHeaderException when it must not be sent: an address is a host name, a port of version 1 is 0, text has
     *     control characters, a verified common name is empty, the unique id has no or more than 128 bytes, or the length
     *     field would be more than 500; nothing has been appended then
     */
    public void encode(ProxyHeader header, ByteBuf out) throws ProxyHeaderException {
        switch (version) {
            case OFF -> {}
            case V1 -> AddressPair.of(header).writeLine(out);
            case V2 -> encodeBinary(header, out);
        }
    }

    private void encodeBinary(ProxyHeader header, ByteBuf out) throws ProxyHeaderException {
        AddressPair addresses = AddressPair.of(header);
        TlvBlock block = new TlvBlock(header, tlvs);
        int length = addresses.binaryLength() + block.length();
        if (length > MAX_LENGTH_FIELD) {
            throw new ProxyHeaderException(
                    "header: " + length + " bytes (expected: at most " + MAX_LENGTH_FIELD + "; send fewer TLVs)");
        }
        int start = out.writerIndex();
        out.writeLong(SIGNATURE_HEAD).writeInt(SIGNATURE_TAIL);
        out.writeByte(VERSION_2_COMMAND_PROXY).writeByte(addresses.familyAndTransport());
        out.writeShort(length);
        addresses.writeBinary(out);
        int checksumAt = block.write(out);
        if (checksumAt >= 0) {
            CRC32C crc = new CRC32C();
            crc.update(out.nioBuffer(start, out.writerIndex() - start));
            out.setInt(checksumAt, (int) crc.getValue());
        }
    }
}
