package io.mqttproxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The binary form, section 2.2. The fields are collected and measured first and written after, in HAProxy's order: CRC32C,
 * ALPN, AUTHORITY, UNIQUE_ID, SSL, and then the operator's own.
 */
final class HeaderV2 {
    /** Signature, version and command, family, length; bytes. */
    static final int PREFIX_LENGTH = 16;

    /**
     * The most that may follow the prefix, bytes: mosquitto closes the connection for more, and the whole header still fits
     * the smallest TCP segment of 536 bytes, which parsers that read only once depend on.
     */
    static final int MAXIMUM_BODY_LENGTH = 500;

    /** The same where the operator has asked for certificates, which never fit the other limit; bytes. */
    static final int MAXIMUM_BODY_WITH_CERTIFICATE = 16 * 1024;

    /** Two IPv6 addresses and two ports; bytes. */
    static final int MAXIMUM_ADDRESSES_LENGTH = 36;

    static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    static final int VERSION_2_PROXY = 0x21;
    private static final int TCP_OVER_IPV4 = 0x11;
    private static final int TCP_OVER_IPV6 = 0x21;
    static final int PORTS_LENGTH = 4;

    private final AddressPair addresses;
    private final boolean crc;
    private final List<TlvField> fields;
    private final @Nullable SslTlv ssl;
    private final List<TlvField> custom;

    private HeaderV2(ProxyHeader header, Set<Tlv> tlvs, boolean ofTls) throws ProxyHeaderException {
        this.addresses = AddressPair.of(header);
        this.crc = tlvs.contains(Tlv.CRC32C);
        this.fields = fields(header, tlvs);
        this.ssl = ofTls ? SslTlv.of(header.tls(), tlvs) : null;
        this.custom = custom(header);
    }

    /**
     * Appends a header.
     *
     * @param ofTls whether any of the fields is one about TLS
     */
    static void write(ProxyHeader header, Set<Tlv> tlvs, boolean ofTls, ByteBuf out) throws ProxyHeaderException {
        HeaderV2 binary = new HeaderV2(header, tlvs, ofTls);
        binary.requireShortEnough(maximumBodyLength(tlvs));
        binary.write(out);
    }

    /** The most that may follow the prefix of a header with these fields, bytes. */
    static int maximumBodyLength(Set<Tlv> tlvs) {
        return tlvs.contains(Tlv.SSL_CLIENT_CERT) ? MAXIMUM_BODY_WITH_CERTIFICATE : MAXIMUM_BODY_LENGTH;
    }

    private static List<TlvField> fields(ProxyHeader header, Set<Tlv> tlvs) throws ProxyHeaderException {
        List<TlvField> fields = new ArrayList<>(3);
        if (tlvs.contains(Tlv.ALPN)) {
            addText(fields, "ALPN protocol", TlvType.ALPN, header.alpn());
        }
        if (tlvs.contains(Tlv.AUTHORITY)) {
            addText(fields, "authority", TlvType.AUTHORITY, header.authority());
        }
        if (tlvs.contains(Tlv.UNIQUE_ID)) {
            addUniqueId(fields, header.uniqueId());
        }
        return fields;
    }

    private static List<TlvField> custom(ProxyHeader header) throws ProxyHeaderException {
        if (header.custom().isEmpty()) {
            return List.of();
        }
        List<TlvField> fields = new ArrayList<>(header.custom().size());
        for (CustomTlv tlv : header.custom()) {
            addText(fields, "field " + tlv.typeName(), tlv.type(), tlv.value());
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
        if (uniqueId.length > TlvType.UNIQUE_ID_MAXIMUM_LENGTH) {
            throw new ProxyHeaderException("unique id: " + uniqueId.length + " bytes (expected: at most "
                    + TlvType.UNIQUE_ID_MAXIMUM_LENGTH + "; the backend would close the connection)");
        }
        fields.add(new TlvField("unique id", TlvType.UNIQUE_ID, uniqueId));
    }

    private void requireShortEnough(int maximum) throws ProxyHeaderException {
        int length = bodyLength();
        if (length > maximum) {
            TlvField longest = longestField();
            throw new ProxyHeaderException("PROXY header: " + length + " bytes after its prefix, of which the "
                    + longest.name() + " takes " + longest.value().length + " (expected: at most " + maximum
                    + "; the backend would close the connection)");
        }
    }

    /** Only called when there is one: addresses and checksum alone are never too long. */
    private TlvField longestField() {
        List<TlvField> all = new ArrayList<>(fields);
        if (ssl != null) {
            all.addAll(ssl.fields());
        }
        all.addAll(custom);
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
                + (crc ? TlvField.PREFIX_LENGTH + TlvType.CRC32C_LENGTH : 0)
                + length(fields)
                + (ssl == null ? 0 : ssl.encodedLength())
                + length(custom);
    }

    private static int length(List<TlvField> fields) {
        int length = 0;
        for (TlvField field : fields) {
            length += field.encodedLength();
        }
        return length;
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
        fields.forEach(field -> field.write(out));
        if (ssl != null) {
            ssl.write(out);
        }
        custom.forEach(field -> field.write(out));
        if (crc) {
            out.setInt(crcIndex, crc32c(out, start));
        }
    }

    /** Section 2.2.3: the checksum is taken over the whole header with zeros in its own place. */
    private static int reserveCrc(ByteBuf out) {
        out.writeByte(TlvType.CRC32C).writeShort(TlvType.CRC32C_LENGTH);
        int index = out.writerIndex();
        out.writeZero(TlvType.CRC32C_LENGTH);
        return index;
    }

    private static int crc32c(ByteBuf header, int start) {
        CRC32C crc = new CRC32C();
        crc.update(header.nioBuffer(start, header.writerIndex() - start));
        return (int) crc.getValue();
    }
}
