package io.mqttproxy.tls.revocation;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last answer about each certificate, a bounded number of them; the oldest go first. Thread-safe.
 *
 * <p>That a certificate is revoked is only taken back by a newer answer, never by the lack of one; and however many others
 * come by, they push out no revoked one.
 */
final class OcspCache {

    /** Whom an answer is about. */
    record Key(X509Certificate issuer, BigInteger serial) {

        static Key of(IssuedCertificate certificate) {
            return new Key(certificate.issuer(), certificate.serial());
        }
    }

    /** Some 300 bytes each. */
    private static final int MOST = 65_536;

    private final Map<Key, KnownStatus> revoked = bounded();
    private final Map<Key, KnownStatus> others = bounded();

    private static Map<Key, KnownStatus> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, KnownStatus> eldest) {
                return size() > MOST;
            }
        };
    }

    synchronized @Nullable KnownStatus get(Key key) {
        @Nullable KnownStatus known = revoked.get(key);
        return known != null ? known : others.get(key);
    }

    /** Keeps an answer and returns what counts now. */
    synchronized KnownStatus put(Key key, KnownStatus answer) {
        @Nullable KnownStatus before = revoked.remove(key);
        others.remove(key);
        KnownStatus counts =
                before == null || answer.replaces(before) ? answer : before.freshUntil(answer.freshUntil());
        (counts.revoked() ? revoked : others).put(key, counts);
        return counts;
    }

    synchronized boolean isRevoked(Key key) {
        return revoked.containsKey(key);
    }
}
