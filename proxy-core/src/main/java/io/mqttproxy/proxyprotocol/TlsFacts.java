package io.mqttproxy.proxyprotocol;

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
 */
public record TlsFacts(
        String version,
        String cipher,
        boolean certificateVerified,
        boolean resumed,
        @Nullable String commonName) {
    /**
     * @throws IllegalArgumentException when version or cipher is no name at all: both come from the TLS engine, never from
     *     the wire
     */
    public TlsFacts {
        requireName("version", version);
        requireName("cipher", cipher);
    }

    private static void requireName(String what, String name) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw new IllegalArgumentException("TLS " + what + " (expected: printable ASCII without spaces)");
        }
    }
}
