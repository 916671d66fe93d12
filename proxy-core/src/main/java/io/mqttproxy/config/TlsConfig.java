package io.mqttproxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a listener does TLS.
 *
 * @param certificates at least one; the first serves clients whose SNI matches none
 * @param strictSni refuse those clients instead
 * @param versions {@code TLSv1.3}, {@code TLSv1.2}; at least one
 * @param cipherSuites empty = the engine's default
 * @param groups for the key exchange, in order of preference; at least one
 * @param caFile whose signature client certificates must bear; null exactly when {@code clientAuth} is none
 * @param verifyDepth how many intermediate certificates may stand between a client's and a CA of {@code caFile}; 0 = none
 * @param revocation how revoked client certificates are found out
 * @param sessionTickets who can resume sessions
 * @param stapling whether clients that ask get an OCSP response about our certificate
 */
public record TlsConfig(
        List<SniCertificate> certificates,
        boolean strictSni,
        List<String> versions,
        List<String> cipherSuites,
        List<String> groups,
        ClientAuth clientAuth,
        @Nullable FileRef caFile,
        int verifyDepth,
        Source source,
        RevocationConfig revocation,
        SessionTicketsConfig sessionTickets,
        boolean stapling) {
    /** Whether clients may come with a certificate. */
    public boolean clientCertificates() {
        return clientAuth != ClientAuth.NONE;
    }

    /** The same section with other bundles. */
    TlsConfig with(List<SniCertificate> others) {
        return new TlsConfig(
                List.copyOf(others),
                strictSni,
                versions,
                cipherSuites,
                groups,
                clientAuth,
                caFile,
                verifyDepth,
                source,
                revocation,
                sessionTickets,
                stapling);
    }
}
