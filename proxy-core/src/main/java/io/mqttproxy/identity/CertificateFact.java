package io.mqttproxy.identity;

/** The fields that are not an attribute of a name; explained at {@link CertificateField}. */
enum CertificateFact implements CertificateField {
    SUBJECT_DN("subject.dn"),
    ISSUER_DN("issuer.dn"),
    SAN_DNS("san.dns"),
    SAN_URI("san.uri"),
    SAN_EMAIL("san.email"),
    SAN_IP("san.ip"),
    SAN_UPN("san.upn"),
    SPIFFE("spiffe"),
    SERIAL("serial"),
    SHA256("sha256"),
    SPKI_SHA256("spki.sha256");

    private final String configName;

    CertificateFact(String configName) {
        this.configName = configName;
    }

    @Override
    public String configName() {
        return configName;
    }
}
