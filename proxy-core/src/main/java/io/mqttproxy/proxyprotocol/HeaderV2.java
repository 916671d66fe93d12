package io.mqttproxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The binary form, section 2.2. The fields are collected and measured first and written after, in HAProxy's order: CRC32C,
 * ALPN, AUTHORITY, UNIQUE_ID, SSL.
 */
final class HeaderV2 {
    /** Signature, version and command, family, length; bytes. */
    static final int PREFIX_LENGTH = 16;

    /**
     * The most that may follow the prefix, bytes: mosquitto closes the connection for more, and the whole header still fits
     * the smallest TCP segment of 536 bytes, which parsers that read only once depend on.
     */
    static final int MAXIMUM_BODY_LENGTH = 500;

    /** Two IPv6 addresses and two ports; bytes. */
    static final int MAXIMUM_ADDRESSES_LENGTH = 36;

    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int VERSION_2_PROXY = 0x21;
    private static final int TCP_OVER_IPV4 = 0x11;
    private static final int TCP_OVER_IPV6 = 0x21;
    private static final int PORTS_LENGTH = 4;

    private static final int TYPE_ALPN = 0x01;
    private static final int TYPE_AUTHORITY = 0x02;
    private static final int TYPE_CRC32C = 0x03;
    private static final int TYPE_UNIQUE_ID = 0x05;

    private static final int CRC_LENGTH = 4;
    private static final int MAXIMUM_UNIQUE_ID_LENGTH = 128;

    private final AddressPair addresses;
    private final boolean crc;
    private final List<TlvField> fields;
    private final @Nullable SslTlv ssl;

    private HeaderV2(AddressPair addresses, boolean crc, List<TlvField> fields, @Nullable SslTlv ssl) {
        this.addresses = addresses;
        this.crc = crc;
        this.fields = fields;
        this.ssl = ssl;
    }

    static void write(ProxyHeader header, Set<Tlv> tlvs, ByteBuf out) throws ProxyHeaderException {
        TlsFacts tls = header.tls();
        HeaderV2 binary = new HeaderV2(
                AddressPair.of(header),
                tlvs.contains(Tlv.CRC32C),
                fields(header, tlvs),
                // Without TLS no SSL field at all: some backends take the mere field for TLS.
                tls != null && tlvs.contains(Tlv.SSL) ? SslTlv.of(tls) : null);
        binary.requireShortEnough();
        binary.write(out);
    }

    private static List<TlvField> fields(ProxyHeader header, Set<Tlv> tlvs) throws ProxyHeaderException {
        List<TlvField> fields = new ArrayList<>(3);
        if (tlvs.contains(Tlv.ALPN)) {
            addText(fields, "ALPN protocol", TYPE_ALPN, header.alpn());
        }
        if (tlvs.contains(Tlv.AUTHORITY)) {
            addText(fields, "authority", TYPE_AUTHORITY, header.authority());
        }
        if (tlvs.contains(Tlv.UNIQUE_ID)) {
            addUniqueId(fields, header.uniqueId());
        }
        return fields;
    }

    private static void addText(List<TlvField> fields, String name, int type, @Nullable String text)
            throws ProxyHeaderException {
        if (text != null && !text.isEmpty()) {
            fields.add(new TlvField(name, type, WireText.utf8(name, text)));
        }
    }

    private static void addUniqueId(List<TlvField> fields, byte @Nullable [] uniqueId) throws ProxyHeaderException {
        if (uniqueId == null || uniqueId.length == 0) {
            return;
        }
        if (uniqueId.length > MAXIMUM_UNIQUE_ID_LENGTH) {
            throw new ProxyHeaderException("unique id: " + uniqueId.length + " bytes (expected: at most "
                    + MAXIMUM_UNIQUE_ID_LENGTH + "; the backend would close the connection)");
        }
        fields.add(new TlvField("unique id", TYPE_UNIQUE_ID, uniqueId));
    }

    private void requireShortEnough() throws ProxyHeaderException {
        int length = bodyLength();
        if (length > MAXIMUM_BODY_LENGTH) {
            TlvField longest = longestField();
            throw new ProxyHeaderException("PROXY header: " + length + " bytes after its prefix, of which the "
                    + longest.name() + " takes " + longest.value().length + " (expected: at most " + MAXIMUM_BODY_LENGTH
                    + "; the backend would close the connection)");
        }
    }

    /** Only called when there is one: addresses and checksum alone are never too long. */
    private TlvField longestField() {
        List<TlvField> all = new ArrayList<>(fields);
        if (ssl != null) {
            all.addAll(ssl.fields());
        }
        TlvField longest = all.get(0);
        for (TlvField field : all) {
            longest = field.encodedLength() > longest.encodedLength() ? field : longest;
        }
        return longest;
    }

    /** What the length field says: all that follows the prefix. */
    private int bodyLength() {
        return addresses.source().length
                + addresses.destination().length
                + PORTS_LENGTH
                + (crc ? TlvField.PREFIX_LENGTH + CRC_LENGTH : 0)
                + fields.stream().mapToInt(TlvField::encodedLength).sum()
                + (ssl == null ? 0 : ssl.encodedLength());
    }

    private void write(ByteBuf out) {
        int start = out.writerIndex();
        out.writeBytes(SIGNATURE)
                .writeByte(VERSION_2_PROXY)
                .writeByte(addresses.ipv4() ? TCP_OVER_IPV4 : TCP_OVER_IPV6)
                .writeShort(bodyLength());
        out.writeBytes(addresses.source())
                .writeBytes(addresses.destination())
                .writeShort(addresses.sourcePort())
                .writeShort(addresses.destinationPort());
        int crcIndex = crc ? reserveCrc(out) : -1;
        for (TlvField field : fields) {
            field.write(out);
        }
        if (ssl != null) {
            ssl.write(out);
        }
        if (crc) {
            out.setInt(crcIndex, crc32c(out, start));
        }
    }

    /** Section 2.2.3: the checksum is taken over the whole header with zeros in its own place. */
    private static int reserveCrc(ByteBuf out) {
        out.writeByte(TYPE_CRC32C).writeShort(CRC_LENGTH);
        int index = out.writerIndex();
        out.writeZero(CRC_LENGTH);
        return index;
    }

    private static int crc32c(ByteBuf header, int start) {
        CRC32C crc = new CRC32C();
        crc.update(header.nioBuffer(start, header.writerIndex() - start));
        return (int) crc.getValue();
    }
}
