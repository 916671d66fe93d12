package io.mqttproxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code PP2_TYPE_SSL}, section 2.2.6: client flags, verification result, and fields of its own, in HAProxy's order. Of those
 * only the ones that were asked for: some parsers close the connection for the newer ones.
 *
 * @param client the flags
 * @param verify 0 only when a certificate was verified
 */
record SslTlv(int client, int verify, List<TlvField> fields) {
    static final int TYPE = 0x20;
    static final int TYPE_VERSION = 0x21;
    static final int TYPE_CN = 0x22;
    static final int TYPE_CIPHER = 0x23;
    private static final int TYPE_SIG_ALG = 0x24;
    private static final int TYPE_KEY_ALG = 0x25;
    private static final int TYPE_GROUP = 0x26;
    private static final int TYPE_SIG_SCHEME = 0x27;
    private static final int TYPE_CLIENT_CERT = 0x28;

    /** The client came over TLS. */
    static final int CLIENT_SSL = 0x01;

    /** It gave a certificate on this connection. */
    static final int CLIENT_CERT_CONN = 0x02;

    /** It gave a certificate at least once in this TLS session. */
    static final int CLIENT_CERT_SESS = 0x04;

    static final int VERIFIED = 0;
    private static final int NOT_VERIFIED = 1;

    /** The flags (1) and the verification result (4), which is not aligned; bytes. */
    static final int PREFIX_LENGTH = 5;

    private static final String COMMON_NAME = "common name of the client's certificate";
    private static final String CERTIFICATE = "client's certificate";

    /**
     * What can be told of a client.
     *
     * @param tlvs with one about TLS at least
     * @return null without TLS: some backends take the mere field for it
     * @throws ProxyHeaderException when an identity that was asked for by its own name is not there, or is not clean text
     */
    static @Nullable SslTlv of(@Nullable TlsFacts tls, Set<Tlv> tlvs) throws ProxyHeaderException {
        @Nullable String commonName = commonName(tls, tlvs);
        @Nullable ByteBuffer certificate = certificate(tls, tlvs);
        if (tls == null) {
            return null;
        }
        HandshakeDetails details = tls.details();
        List<TlvField> fields = new ArrayList<>(4);
        fields.add(new TlvField("TLS version", TYPE_VERSION, ascii(tls.version())));
        if (commonName != null) {
            fields.add(new TlvField(COMMON_NAME, TYPE_CN, WireText.utf8(COMMON_NAME, commonName)));
        }
        add(fields, tlvs.contains(Tlv.SSL_KEY_ALG), "key algorithm", TYPE_KEY_ALG, details.keyAlgorithm());
        add(fields, tlvs.contains(Tlv.SSL_SIG_ALG), "signature algorithm", TYPE_SIG_ALG, details.signatureAlgorithm());
        boolean cipher = tlvs.contains(Tlv.SSL) || tlvs.contains(Tlv.SSL_CIPHER);
        add(fields, cipher, "TLS cipher", TYPE_CIPHER, tls.cipher());
        add(fields, tlvs.contains(Tlv.SSL_GROUP), "TLS group", TYPE_GROUP, details.group());
        boolean scheme = tlvs.contains(Tlv.SSL_SIG_SCHEME);
        add(fields, scheme, "signature scheme", TYPE_SIG_SCHEME, details.signatureScheme());
        if (certificate != null) {
            fields.add(new TlvField(CERTIFICATE, TYPE_CLIENT_CERT, bytes(certificate)));
        }
        return new SslTlv(flags(tls), tls.certificateVerified() ? VERIFIED : NOT_VERIFIED, fields);
    }

    private static @Nullable String commonName(@Nullable TlsFacts tls, Set<Tlv> tlvs) throws ProxyHeaderException {
        @Nullable String name = tls == null || !tls.certificateVerified() ? null : tls.commonName();
        if (name != null && name.isEmpty()) {
            name = null;
        }
        if (tlvs.contains(Tlv.SSL_CN)) {
            require(name, COMMON_NAME, Tlv.SSL_CN);
            return name;
        }
        return tlvs.contains(Tlv.SSL) ? name : null;
    }

    private static @Nullable ByteBuffer certificate(@Nullable TlsFacts tls, Set<Tlv> tlvs) throws ProxyHeaderException {
        if (!tlvs.contains(Tlv.SSL_CLIENT_CERT)) {
            return null;
        }
        @Nullable ByteBuffer der = tls == null || !tls.certificateVerified() ? null : tls.certificate();
        require(der, CERTIFICATE, Tlv.SSL_CLIENT_CERT);
        return der;
    }

    /** A backend that expects an identity would take the client's own word for it instead. */
    private static void require(@Nullable Object value, String name, Tlv tlv) throws ProxyHeaderException {
        if (value == null) {
            throw new ProxyHeaderException(
                    name + ": none that was verified (expected: one, because tlvs has " + tlv.configName() + ")");
        }
    }

    private static void add(List<TlvField> fields, boolean asked, String name, int type, @Nullable String text) {
        if (asked && text != null) {
            fields.add(new TlvField(name, type, ascii(text)));
        }
    }

    /** As HAProxy, nginx and hitch send them. */
    private static int flags(TlsFacts tls) {
        if (!tls.certificateVerified()) {
            return CLIENT_SSL;
        }
        return tls.resumed() ? CLIENT_SSL | CLIENT_CERT_SESS : CLIENT_SSL | CLIENT_CERT_CONN | CLIENT_CERT_SESS;
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    int encodedLength() {
        return TlvField.PREFIX_LENGTH + valueLength();
    }

    private int valueLength() {
        return PREFIX_LENGTH + fields.stream().mapToInt(TlvField::encodedLength).sum();
    }

    void write(ByteBuf out) {
        out.writeByte(TYPE).writeShort(valueLength());
        out.writeByte(client).writeInt(verify);
        for (TlvField field : fields) {
            field.write(out);
        }
    }
}
