package io.mqttproxy.tls;

import io.mqttproxy.identity.IdentityRule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The session-id context of one policy: the digest of everything that decided who was let in.
 *
 * <p>A resumed handshake does not verify a certificate again by itself, so a session must never be resumed under another
 * policy than the one it was made under. Netty before 4.2.20 uses one constant for all contexts; with shared ticket keys a
 * client without a certificate would then be let in by a listener that requires one.
 *
 * <p>The proxies of a fleet resume each other's sessions, so nothing may go in here that differs between two processes with
 * the same configuration: no hash codes, no time, no paths.
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

    /** Adds the trusted CAs. Sorted, because two files with the same CAs in another order are the same policy. */
    SessionIdContext with(List<X509Certificate> anchors) throws CertificateEncodingException {
        List<byte[]> encoded = new ArrayList<>();
        for (X509Certificate anchor : anchors) {
            encoded.add(anchor.getEncoded());
        }
        encoded.sort(Arrays::compareUnsigned);
        encoded.forEach(this::add);
        return this;
    }

    /** Adds how an identity is derived; null = not at all. */
    SessionIdContext with(@Nullable IdentityRule rule) {
        if (rule == null) {
            return with("identity", "none");
        }
        @Nullable Pattern pattern = rule.pattern();
        return with("identity.from", rule.from().configName())
                .with("identity.pattern", pattern == null ? "" : pattern.pattern())
                .with("identity.value", rule.value().toString())
                .with("identity.allowWildcards", Boolean.toString(rule.allowWildcards()))
                .with("identity.maxSize", Integer.toString(rule.maxSize()));
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
