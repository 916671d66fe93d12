package io.mqttproxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The fields behind the addresses, two levels deep and never deeper. A field that does not end where its level ends is an
 * error, not a reason to stop: what one parser cuts off, the next one in the chain reads.
 */
final class TlvReader {
    private static final int NOOP = 0x04;

    private final ByteBuf header;
    private final List<ReceivedTlv> tlvs = new ArrayList<>();
    private @Nullable InboundSsl ssl;
    private boolean checked;

    private TlvReader(ByteBuf header) {
        this.header = header;
    }

    /**
     * Reads the fields of a whole header and checks its checksum when it has one.
     *
     * @param header from signature to the last field
     * @param start the index of the first field
     */
    static TlvReader ofHeader(ByteBuf header, int start) throws MalformedHeaderException {
        TlvReader reader = new TlvReader(header);
        int index = start;
        while (index < header.capacity()) {
            int length = valueLength(header, index, header.capacity());
            reader.take(header.getUnsignedByte(index), index + TlvField.PREFIX_LENGTH, length);
            index += TlvField.PREFIX_LENGTH + length;
        }
        return reader;
    }

    List<ReceivedTlv> tlvs() {
        return tlvs;
    }

    @Nullable InboundSsl ssl() {
        return ssl;
    }

    private void take(int type, int index, int length) throws MalformedHeaderException {
        switch (type) {
            case TlvType.CRC32C -> check(index, length);
            case TlvType.SSL -> ssl(index, length);
            case NOOP -> {}
            default -> {
                if (type == TlvType.UNIQUE_ID && length > TlvType.UNIQUE_ID_MAXIMUM_LENGTH) {
                    throw BinaryHeader.malformed("a unique id of " + length + " bytes", "at most 128");
                }
                tlvs.add(new ReceivedTlv(type, ByteBufUtil.getBytes(header, index, length)));
            }
        }
    }

    /** Section 2.2.3: over the whole header, with zeros in the checksum's own place. */
    private void check(int index, int length) throws MalformedHeaderException {
        if (checked || length != TlvType.CRC32C_LENGTH) {
            throw BinaryHeader.malformed("a checksum twice or of " + length + " bytes", "one, of 4 bytes");
        }
        checked = true;
        CRC32C crc = new CRC32C();
        crc.update(header.nioBuffer(0, index));
        crc.update(new byte[TlvType.CRC32C_LENGTH]);
        int behind = index + TlvType.CRC32C_LENGTH;
        crc.update(header.nioBuffer(behind, header.capacity() - behind));
        if ((int) crc.getValue() != header.getInt(index)) {
            throw BinaryHeader.malformed("its checksum does not match", "the CRC32C of its bytes");
        }
    }

    private void ssl(int index, int length) throws MalformedHeaderException {
        if (ssl != null || length < SslTlv.PREFIX_LENGTH) {
            throw BinaryHeader.malformed("a field about TLS twice or of " + length + " bytes", "one, of 5 or more");
        }
        List<ReceivedTlv> inner = new ArrayList<>();
        int end = index + length;
        int at = index + SslTlv.PREFIX_LENGTH;
        while (at < end) {
            int innerLength = valueLength(header, at, end);
            int value = at + TlvField.PREFIX_LENGTH;
            inner.add(new ReceivedTlv(header.getUnsignedByte(at), ByteBufUtil.getBytes(header, value, innerLength)));
            at = value + innerLength;
        }
        ssl = new InboundSsl(header.getUnsignedByte(index), header.getInt(index + 1), inner);
    }

    private static int valueLength(ByteBuf header, int index, int end) throws MalformedHeaderException {
        int room = end - index - TlvField.PREFIX_LENGTH;
        int length = room < 0 ? 0 : header.getUnsignedShort(index + 1);
        if (length > room) {
            throw BinaryHeader.malformed("a field that ends behind its end", "fields that fill it exactly");
        }
        return length;
    }
}
