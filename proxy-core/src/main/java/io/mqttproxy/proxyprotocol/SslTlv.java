package io.mqttproxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The TLV of type PP2_TYPE_SSL (section 2.2.6): client bits, verify result, and the sub-TLVs that every broker takes.
 *
 * @param client what the bits say, see {@link #of}
 * @param verify 0 when a certificate was verified, otherwise 1
 * @param commonName null when there is no verified one
 */
record SslTlv(
        int client, int verify, String version, @Nullable String commonName, String cipher) {
    private static final int TYPE = 0x20;
    private static final int TYPE_VERSION = 0x21;
    private static final int TYPE_CN = 0x22;
    private static final int TYPE_CIPHER = 0x23;

    private static final int CLIENT_SSL = 0x01;
    private static final int CLIENT_CERT_CONN = 0x02;
    private static final int CLIENT_CERT_SESS = 0x04;

    private static final int TYPE_AND_LENGTH = 3;
    private static final int CLIENT_AND_VERIFY = 5;

    /**
     * A resumed session has shown its certificate in an earlier connection (CERT_SESS), a new one in this (CERT_CONN) as
     * well. Brokers take the common name without a look at these bits, so it goes only where the certificate was verified.
     */
    static SslTlv of(TlsFacts tls) throws ProxyHeaderException {
        String version = CleanText.require("TLS version", tls.version());
        String cipher = CleanText.require("TLS cipher", tls.cipher());
        if (!tls.certificateVerified()) {
            return new SslTlv(CLIENT_SSL, 1, version, null, cipher);
        }
        int client = CLIENT_SSL | CLIENT_CERT_SESS | (tls.resumed() ? 0 : CLIENT_CERT_CONN);
        String name = tls.commonName();
        return new SslTlv(client, 0, version, name == null ? null : CleanText.require("common name", name), cipher);
    }

    /** How many bytes {@link #write} appends. */
    int length() {
        return TYPE_AND_LENGTH + valueLength();
    }

    void write(ByteBuf out) {
        out.writeByte(TYPE).writeShort(valueLength());
        out.writeByte(client).writeInt(verify);
        TlvBlock.writeText(out, TYPE_VERSION, version);
        TlvBlock.writeText(out, TYPE_CN, commonName);
        TlvBlock.writeText(out, TYPE_CIPHER, cipher);
    }

    private int valueLength() {
        return CLIENT_AND_VERIFY
                + TlvBlock.textLength(version)
                + TlvBlock.textLength(commonName)
                + TlvBlock.textLength(cipher);
    }
}
