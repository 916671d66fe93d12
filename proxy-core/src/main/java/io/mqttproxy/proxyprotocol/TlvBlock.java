package io.mqttproxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The TLVs of one version 2 header (section 2.2), in HAProxy's order. Everything is checked when the block is made, so
 * that writing it cannot fail half way.
 */
final class TlvBlock {
    private static final int TYPE_ALPN = 0x01;
    private static final int TYPE_AUTHORITY = 0x02;
    private static final int TYPE_CRC32C = 0x03;
    private static final int TYPE_UNIQUE_ID = 0x05;

    private static final int TYPE_AND_LENGTH = 3;
    private static final int CHECKSUM_BYTES = 4;
    private static final int MAX_UNIQUE_ID = 128;

    private final boolean crc32c;
    private final @Nullable String alpn;
    private final @Nullable String authority;
    private final byte @Nullable [] uniqueId;
    private final @Nullable SslTlv ssl;

    TlvBlock(ProxyHeader header, Set<Tlv> wanted) throws ProxyHeaderException {
        TlsFacts tls = header.tls();
        crc32c = wanted.contains(Tlv.CRC32C);
        alpn = wanted.contains(Tlv.ALPN) ? CleanText.orNull("alpn", header.alpn()) : null;
        authority = wanted.contains(Tlv.AUTHORITY) ? CleanText.orNull("authority", header.authority()) : null;
        uniqueId = wanted.contains(Tlv.UNIQUE_ID) ? checkedUniqueId(header.uniqueId()) : null;
        ssl = wanted.contains(Tlv.SSL) && tls != null ? SslTlv.of(tls) : null;
    }

    /** How many bytes {@link #write} appends. */
    int length() {
        int length = crc32c ? TYPE_AND_LENGTH + CHECKSUM_BYTES : 0;
        length += textLength(alpn) + textLength(authority);
        length += uniqueId == null ? 0 : TYPE_AND_LENGTH + uniqueId.length;
        return length + (ssl == null ? 0 : ssl.length());
    }

    /** Appends the TLVs and returns the index of the checksum, which is still zero, or -1 when there is none. */
    int write(ByteBuf out) {
        int checksumAt = -1;
        if (crc32c) {
            out.writeByte(TYPE_CRC32C).writeShort(CHECKSUM_BYTES);
            checksumAt = out.writerIndex();
            out.writeZero(CHECKSUM_BYTES);
        }
        writeText(out, TYPE_ALPN, alpn);
        writeText(out, TYPE_AUTHORITY, authority);
        if (uniqueId != null) {
            out.writeByte(TYPE_UNIQUE_ID).writeShort(uniqueId.length).writeBytes(uniqueId);
        }
        if (ssl != null) {
            ssl.write(out);
        }
        return checksumAt;
    }

    static int textLength(@Nullable String text) {
        return text == null ? 0 : TYPE_AND_LENGTH + ByteBufUtil.utf8Bytes(text);
    }

    static void writeText(ByteBuf out, int type, @Nullable String text) {
        if (text != null) {
            int length = ByteBufUtil.utf8Bytes(text);
            out.writeByte(type).writeShort(length);
            ByteBufUtil.reserveAndWriteUtf8(out, text, length);
        }
    }

    private static byte @Nullable [] checkedUniqueId(byte @Nullable [] uniqueId) throws ProxyHeaderException {
        if (uniqueId != null && (uniqueId.length == 0 || uniqueId.length > MAX_UNIQUE_ID)) {
            throw new ProxyHeaderException(
                    "uniqueId: " + uniqueId.length + " bytes (expected: 1 to " + MAX_UNIQUE_ID + ")");
        }
        return uniqueId;
    }
}
