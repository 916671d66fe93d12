package io.mqttproxy.identity;

/**
 * A client that has proved to hold the key of a certificate from which no name can be read safely: what verified its
 * signature is not as strict as {@link DeviceCertificate}. It is to be refused, also where nobody asks for a name.
 *
 * @param why what is wrong with the certificate, as {@link IdentityException} words it
 */
public record UnreadableIdentity(String why) implements PeerIdentity {
    @Override
    public String find(CertificateField field) throws IdentityException {
        throw refusal();
    }

    @Override
    public String find(CertificateField field, int maxBytes) throws IdentityException {
        throw refusal();
    }

    /** For those who ask for no field. */
    public IdentityException refusal() {
        return new IdentityException(why);
    }
}
