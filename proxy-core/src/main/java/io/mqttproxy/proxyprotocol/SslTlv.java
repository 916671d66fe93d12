package io.mqttproxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code PP2_TYPE_SSL}, section 2.2.6: client flags, verification result, and fields of its own. Only those three fields that
 * every parser knows: some close the connection for the newer ones.
 *
 * @param client the flags
 * @param verify 0 only when a certificate was verified
 */
record SslTlv(int client, int verify, List<TlvField> fields) {
    private static final int TYPE = 0x20;
    private static final int TYPE_VERSION = 0x21;
    private static final int TYPE_CN = 0x22;
    private static final int TYPE_CIPHER = 0x23;

    /** The client came over TLS. */
    private static final int CLIENT_SSL = 0x01;

    /** It gave a certificate on this connection. */
    private static final int CLIENT_CERT_CONN = 0x02;

    /** It gave a certificate at least once in this TLS session. */
    private static final int CLIENT_CERT_SESS = 0x04;

    private static final int VERIFIED = 0;
    private static final int NOT_VERIFIED = 1;

    /** The flags (1) and the verification result (4), which is not aligned; bytes. */
    private static final int PREFIX_LENGTH = 5;

    static SslTlv of(TlsFacts tls) throws ProxyHeaderException {
        List<TlvField> fields = new ArrayList<>(3);
        fields.add(new TlvField("TLS version", TYPE_VERSION, tls.version().getBytes(StandardCharsets.US_ASCII)));
        String commonName = tls.commonName();
        if (tls.certificateVerified() && commonName != null && !commonName.isEmpty()) {
            String name = "common name of the client's certificate";
            fields.add(new TlvField(name, TYPE_CN, WireText.utf8(name, commonName)));
        }
        fields.add(new TlvField("TLS cipher", TYPE_CIPHER, tls.cipher().getBytes(StandardCharsets.US_ASCII)));
        return new SslTlv(flags(tls), tls.certificateVerified() ? VERIFIED : NOT_VERIFIED, fields);
    }

    /** As HAProxy, nginx and hitch send them. */
    private static int flags(TlsFacts tls) {
        if (!tls.certificateVerified()) {
            return CLIENT_SSL;
        }
        return tls.resumed() ? CLIENT_SSL | CLIENT_CERT_SESS : CLIENT_SSL | CLIENT_CERT_CONN | CLIENT_CERT_SESS;
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
