package io.mqttproxy.tls;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The session-id context of one policy: the digest of everything that decided who was let in.
 *
 * <p>A resumed handshake does not verify a certificate again by itself, so a session must never be resumed under another
 * policy than the one it was made under. Netty before 4.2.20 uses one constant for all contexts; with shared ticket keys a
 * client without a certificate would then be let in by a listener that requires one.
 */
final class SessionIdContext {

    private final MessageDigest digest;

    SessionIdContext() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Adds one fact; the length in front keeps ("ab", "c") and ("a", "bc") apart. */
    SessionIdContext with(String name, String value) {
        add(name.getBytes(StandardCharsets.UTF_8));
        add(value.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Adds the trusted CAs. */
    SessionIdContext with(List<X509Certificate> anchors) throws CertificateEncodingException {
        for (X509Certificate anchor : anchors) {
            add(anchor.getEncoded());
        }
        return this;
    }

    private void add(byte[] bytes) {
        digest.update(new byte[] {
            (byte) (bytes.length >>> 24), (byte) (bytes.length >>> 16), (byte) (bytes.length >>> 8), (byte) bytes.length
        });
        digest.update(bytes);
    }

    /** The 32 bytes, which is the most that OpenSSL and BoringSSL take. */
    byte[] bytes() {
        return digest.digest();
    }
}
