package io.mqttproxy.tls;

import io.mqttproxy.tls.revocation.IssuedCertificate;
import java.time.Instant;
import java.util.List;

/**
 * A client's path to a CA whose signatures and constraints have been verified. Small, because many are kept.
 *
 * @param certificates from the client's own up to the one that a CA of {@code caFile} has issued; empty when the client's
 *     own is in {@code caFile} itself
 * @param notBefore when all certificates have become valid
 * @param notAfter when the first of them expires
 */
record VerifiedPath(List<IssuedCertificate> certificates, Instant notBefore, Instant notAfter) {

    VerifiedPath {
        certificates = List.copyOf(certificates);
    }

    /** Validity is inclusive at both ends (RFC 5280 section 4.1.2.5). */
    boolean validAt(Instant now) {
        return !now.isBefore(notBefore) && !now.isAfter(notAfter);
    }
}
