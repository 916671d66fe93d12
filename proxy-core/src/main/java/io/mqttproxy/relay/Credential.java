package io.mqttproxy.relay;

import io.mqttproxy.identity.CertificateField;
import io.mqttproxy.identity.CertificateIdentity;
import io.mqttproxy.identity.DeviceCertificate;
import io.mqttproxy.identity.IdentityException;
import io.mqttproxy.identity.UnreadableIdentity;
import io.mqttproxy.tls.TlsSession;
import io.mqttproxy.tls.revocation.IssuedCertificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By what a live connection can be found when its certificate is revoked, and when that expires. Immutable, for all
 * threads.
 *
 * @param serial the certificate's serial number in lower-case hex
 * @param fingerprint the SHA-256 of the certificate in lower-case hex
 * @param commonNames all of the subject's that can be read: revoked by one of them is revoked
 * @param identity the value of the listener's identity rule, or null
 * @param notAfter the last second in which the certificate is valid
 * @param path the certificate and those between it and its CA, for CRLs and responders; empty where they do not count
 */
record Credential(
        String serial,
        String fingerprint,
        List<String> commonNames,
        @Nullable String identity,
        Instant notAfter,
        List<IssuedCertificate> path) {

    Credential {
        commonNames = List.copyOf(commonNames); // many are kept
        path = List.copyOf(path);
    }

    /**
     * What a session has shown; null when it came without a certificate.
     *
     * @throws IdentityException when the certificate cannot be read, or has no serial number that can be
     */
    static @Nullable Credential of(Session session) throws IdentityException {
        @Nullable TlsSession tls = session.tls();
        if (tls != null && tls.identity() instanceof UnreadableIdentity unreadable) {
            throw unreadable.refusal();
        }
        if (tls == null || !(tls.identity() instanceof CertificateIdentity peer)) {
            return null;
        }
        DeviceCertificate certificate = peer.certificate();
        return new Credential(
                certificate.field(CertificateField.SERIAL),
                certificate.field(CertificateField.SHA256),
                commonNames(certificate),
                session.identity(),
                certificate.notAfter(),
                tls.path());
    }

    /** A subject that is refused where it would be used as identity is no reason to refuse a client that does not use it. */
    private static List<String> commonNames(DeviceCertificate certificate) {
        try {
            return certificate.commonNames();
        } catch (IdentityException e) {
            return List.of();
        }
    }
}
