package io.mqttproxy.proxyprotocol;

import java.util.List;

/**
 * {@code PP2_TYPE_SSL} as it came, section 2.2.6: the sender's TLS session with the client.
 *
 * @param client flags
 * @param verify 0 when the sender has verified a certificate
 * @param tlvs its fields in their order
 */
public record InboundSsl(int client, int verify, List<ReceivedTlv> tlvs) {
    /** Copies the list. */
    public InboundSsl {
        tlvs = List.copyOf(tlvs);
    }

    /** Whether the client came to the sender over TLS. */
    public boolean secured() {
        return (client & SslTlv.CLIENT_SSL) != 0;
    }

    /** Whether the sender says that the client gave a certificate, now or before in the session, and that it was verified. */
    public boolean verified() {
        return secured()
                && (client & (SslTlv.CLIENT_CERT_CONN | SslTlv.CLIENT_CERT_SESS)) != 0
                && verify == SslTlv.VERIFIED;
    }

    /** The TLS versions that it names; mostly one. Copies. */
    public List<byte[]> versions() {
        return ReceivedTlv.values(tlvs, SslTlv.TYPE_VERSION);
    }

    /** The cipher suites that it names. Copies. */
    public List<byte[]> ciphers() {
        return ReceivedTlv.values(tlvs, SslTlv.TYPE_CIPHER);
    }

    /** The common names that it tells, whether verified or not. Copies. */
    public List<byte[]> commonNames() {
        return ReceivedTlv.values(tlvs, SslTlv.TYPE_CN);
    }
}
