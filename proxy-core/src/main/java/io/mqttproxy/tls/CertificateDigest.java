package io.mqttproxy.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;

/** The SHA-256 of certificates in their order, as the key of a map. */
final class CertificateDigest {

    private final byte[] bytes;

    private CertificateDigest(byte[] bytes) {
        this.bytes = bytes;
    }

    /** DER tells where a certificate ends, so that no two lists have the same bytes. */
    static CertificateDigest of(X509Certificate... certificates) throws CertificateEncodingException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (X509Certificate certificate : certificates) {
                digest.update(certificate.getEncoded());
            }
            return new CertificateDigest(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CertificateDigest digest && Arrays.equals(bytes, digest.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
