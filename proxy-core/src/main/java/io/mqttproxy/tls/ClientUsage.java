package io.mqttproxy.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a certificate may be used to authenticate a TLS client (RFC 5280 sections 4.2.1.3 and 4.2.1.12). */
final class ClientUsage {

    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";

    /** The bit digitalSignature in {@link X509Certificate#getKeyUsage()}. */
    private static final int DIGITAL_SIGNATURE = 0;

    private ClientUsage() {}

    /**
     * What forbids the certificate of a CA; null when nothing does. Who holds its key could make certificates with every name
     * there is, so it is one for clients only where it says so: mostly a device's was made with a CA's settings by mistake.
     */
    static @Nullable String objectionToAuthority(X509Certificate certificate) throws CertificateParsingException {
        if (certificate.getBasicConstraints() < 0) {
            return null;
        }
        @Nullable List<String> extended = certificate.getExtendedKeyUsage();
        return extended != null && extended.contains(CLIENT_AUTH)
                ? null
                : "it is the certificate of a CA (expected: basicConstraints with CA:FALSE, or the extended key usage"
                        + " clientAuth)";
    }

    /** What forbids it; null when nothing does. Extensions that are not there forbid nothing. */
    static @Nullable String objection(X509Certificate certificate) {
        boolean @Nullable [] usage = certificate.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            return "its key usage has no digitalSignature";
        }
        try {
            @Nullable List<String> extended = certificate.getExtendedKeyUsage();
            boolean allowed = extended == null || extended.contains(CLIENT_AUTH) || extended.contains(ANY_USAGE);
            return allowed ? null : "its extended key usage has no clientAuth";
        } catch (CertificateParsingException e) {
            return "its extended key usage cannot be read";
        }
    }
}
