package io.mqttproxy.relay;

import io.mqttproxy.config.HashedField;
import io.mqttproxy.identity.CertificateField;
import io.mqttproxy.identity.IdentityException;
import io.mqttproxy.identity.PeerIdentity;
import io.mqttproxy.tls.TlsSession;
import org.jspecify.annotations.Nullable;

/**
 * What a log tells of a client's certificate, as long as that is known; both are hashed where identities are.
 *
 * @param subject its distinguished name (RFC 4514); null without a certificate, and for one whose subject is no clean text
 * @param sha256 of the whole certificate, in hexadecimal digits; null without a certificate
 */
record LoggedCertificate(@Nullable String subject, @Nullable String sha256) {

    static LoggedCertificate of(@Nullable TlsSession tls, NameHash names) {
        return tls == null
                ? new LoggedCertificate(null, null)
                : new LoggedCertificate(
                        names.shown(HashedField.IDENTITY, find(tls.identity(), CertificateField.SUBJECT_DN)),
                        names.shown(HashedField.IDENTITY, find(tls.identity(), CertificateField.SHA256)));
    }

    private static @Nullable String find(PeerIdentity identity, CertificateField field) {
        try {
            return identity.find(field);
        } catch (IdentityException e) {
            return null; // nobody may be called by it, so it is no name for a log either
        }
    }
}
