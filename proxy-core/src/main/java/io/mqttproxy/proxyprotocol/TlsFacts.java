package io.mqttproxy.proxyprotocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the client side's TLS session.
 *
 * @param version OpenSSL's name, such as {@code TLSv1.3}; printable ASCII, not empty
 * @param cipher OpenSSL's name, such as {@code TLS_AES_256_GCM_SHA384} or {@code ECDHE-ECDSA-AES128-GCM-SHA256}; printable
 *     ASCII, not empty
 * @param certificateVerified the client gave a certificate in this session, on this connection or before, and it was
 *     verified
 * @param resumed this connection resumed a session, so that no certificate travelled on it
 * @param commonName the common name of the client's certificate, or null without one; told to nobody unless the certificate
 *     was verified, because brokers take it without a look at the verification result
 * @param details what only some brokers want to know
 * @param certificate the client's certificate in DER, or null without one; told under the same condition as the common name
 */
public record TlsFacts(
        String version,
        String cipher,
        boolean certificateVerified,
        boolean resumed,
        @Nullable String commonName,
        HandshakeDetails details,
        @Nullable ByteBuffer certificate) {
    /**
     * @throws IllegalArgumentException when version or cipher is no name at all: both come from the TLS engine, never from
     *     the wire
     */
    public TlsFacts {
        requireName("version", version);
        requireName("cipher", cipher);
        certificate = certificate == null ? null : certificate.asReadOnlyBuffer();
    }

    /** Facts without {@link HandshakeDetails} and certificate. */
    public TlsFacts(
            String version, String cipher, boolean certificateVerified, boolean resumed, @Nullable String commonName) {
        this(version, cipher, certificateVerified, resumed, commonName, HandshakeDetails.NONE, null);
    }

    /** A view of the certificate with a position of its own, or null. */
    @Override
    public @Nullable ByteBuffer certificate() {
        return certificate == null ? null : certificate.duplicate();
    }

    private static void requireName(String what, String name) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw new IllegalArgumentException("TLS " + what + " (expected: printable ASCII without spaces)");
        }
    }
}
