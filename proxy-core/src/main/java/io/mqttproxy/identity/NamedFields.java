package io.mqttproxy.identity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields with a constant in {@link CertificateField}, in the order in which messages list them. */
final class NamedFields {
    static final Map<String, CertificateField> BY_NAME = byName(List.of(
            CertificateField.SUBJECT_CN,
            CertificateField.SUBJECT_DN,
            CertificateField.ISSUER_CN,
            CertificateField.ISSUER_DN,
            CertificateField.SAN_DNS,
            CertificateField.SAN_URI,
            CertificateField.SAN_EMAIL,
            CertificateField.SAN_IP,
            CertificateField.SAN_UPN,
            CertificateField.SPIFFE,
            CertificateField.SERIAL,
            CertificateField.SHA256,
            CertificateField.SPKI_SHA256));

    private NamedFields() {}

    private static Map<String, CertificateField> byName(List<CertificateField> fields) {
        Map<String, CertificateField> byName = new LinkedHashMap<>();
        fields.forEach(field -> byName.put(field.configName(), field));
        return Collections.unmodifiableMap(byName);
    }
}
