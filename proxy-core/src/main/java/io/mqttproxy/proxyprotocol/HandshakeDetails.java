package io.mqttproxy.proxyprotocol;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a handshake beyond version and cipher. All of it is optional: a resumed session has no signature, and no
 * engine tells everything.
 *
 * @param signatureAlgorithm how the certificate that the client was shown is signed, by OpenSSL's name: {@code RSA-SHA256},
 *     {@code ecdsa-with-SHA256}
 * @param keyAlgorithm kind and size of that certificate's key: {@code RSA2048}, {@code EC256}
 * @param group the key exchange group: {@code secp256r1}, {@code X25519MLKEM768}
 * @param signatureScheme how the handshake itself was signed (RFC 8446 section 4.2.3): {@code ecdsa_secp256r1_sha256}
 */
public record HandshakeDetails(
        @Nullable String signatureAlgorithm,
        @Nullable String keyAlgorithm,
        @Nullable String group,
        @Nullable String signatureScheme) {
    /** Nothing is known. */
    public static final HandshakeDetails NONE = new HandshakeDetails(null, null, null, null);
}
