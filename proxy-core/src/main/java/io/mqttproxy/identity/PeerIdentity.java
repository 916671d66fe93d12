package io.mqttproxy.identity;

import org.jspecify.annotations.Nullable;

/** What the handshake has proved about a client; nothing behind TLS may assume that it was a certificate. */
public sealed interface PeerIdentity permits NoIdentity, CertificateIdentity, UnreadableIdentity {
    /**
     * The certificate field's text, if there is one.
     *
     * @return null when the client has no certificate or its certificate has no such field; never the empty text
     * @throws IdentityException when the field is there but ambiguous, too long or not clean text
     */
    @Nullable String find(CertificateField field) throws IdentityException;

    /**
     * As {@link #find(CertificateField)}, with another limit.
     *
     * @param maxBytes the most bytes of the text's UTF-8 form
     */
    @Nullable String find(CertificateField field, int maxBytes) throws IdentityException;
}
