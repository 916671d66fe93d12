package io.mqttproxy.tls.revocation;

import java.util.Collections;
import java.util.Set;

/**
 * For which certificates of its issuer a CRL speaks (RFC 5280 section 5.2.5, issuing distribution point).
 *
 * @param kind end entities, CAs, or both
 * @param locations when not empty: only certificates that name one of these URIs as their distribution point
 */
record CrlScope(Kind kind, Set<String> locations) {

    static final CrlScope EVERYTHING = new CrlScope(Kind.ALL, Set.of());

    enum Kind {
        ALL,
        END_ENTITIES,
        AUTHORITIES
    }

    CrlScope {
        locations = Set.copyOf(locations);
    }

    /** Whether the CRL speaks for the certificate. */
    boolean covers(IssuedCertificate certificate) {
        if (kind == (certificate.authority() ? Kind.END_ENTITIES : Kind.AUTHORITIES)) {
            return false;
        }
        return locations.isEmpty() || !Collections.disjoint(locations, certificate.crlLocations());
    }
}
