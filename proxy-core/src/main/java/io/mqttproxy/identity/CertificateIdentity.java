package io.mqttproxy.identity;

import org.jspecify.annotations.Nullable;

/**
 * A client that has proved to hold the key of a certificate.
 *
 * @param certificate the leaf, verified by the handshake or by the one that a resumed session stems from
 */
public record CertificateIdentity(DeviceCertificate certificate) implements PeerIdentity {
    @Override
    public @Nullable String find(CertificateField field) throws IdentityException {
        return certificate.find(field);
    }

    @Override
    public @Nullable String find(CertificateField field, int maxBytes) throws IdentityException {
        return certificate.find(field, maxBytes);
    }
}
