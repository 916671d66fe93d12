package io.mqttproxy.tls;

import io.mqttproxy.tls.revocation.IssuedCertificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A client's path to a CA whose signatures and constraints have been verified. Small, because many are kept.
 *
 * @param certificates from the client's own up to the one that a CA of {@code caFile} has issued; empty when the client's
 *     own is in {@code caFile} itself
 * @param notBefore when all certificates have become valid
 * @param notAfter when the first of them expires
 */
record VerifiedPath(List<IssuedCertificate> certificates, Instant notBefore, Instant notAfter) {

    /** Where a TLS session keeps it for the time after the handshake. */
    private static final String KEY = VerifiedPath.class.getName();

    private static final VerifiedPath NONE = new VerifiedPath(List.of(), Instant.MIN, Instant.MAX);

    VerifiedPath {
        certificates = List.copyOf(certificates);
    }

    /**
     * Hands the path on to whoever looks at the session when the handshake is done.
     *
     * <p>It stays there: sessions that resume another one may share its values, and one must not take it from the other.
     */
    void attachTo(SSLEngine engine) {
        @Nullable SSLSession inHandshake = engine.getHandshakeSession();
        (inHandshake == null ? engine.getSession() : inHandshake).putValue(KEY, this);
    }

    /** The path of the client that this session was made with; an empty one when it has shown no certificate. */
    static VerifiedPath of(SSLSession session) {
        return session.getValue(KEY) instanceof VerifiedPath path ? path : NONE;
    }

    /** Validity is inclusive at both ends (RFC 5280 section 4.1.2.5). */
    boolean validAt(Instant now) {
        return !now.isBefore(notBefore) && !now.isAfter(notAfter);
    }
}
