package io.mqttproxy.config;

import io.mqttproxy.identity.CertificateField;
import io.mqttproxy.identity.NearestName;
import io.mqttproxy.identity.Variables;
import java.util.List;

/** A field of a certificate: one with a name of its own, or any attribute of subject or issuer. */
final class CertificateFieldReader implements TextReader<CertificateField> {
    @Override
    public CertificateField read(String text) throws BadValue {
        CertificateField field = CertificateField.of(text);
        if (field == null) {
            String nearest = NearestName.of(text, names());
            throw nearest == null ? BadValue.plain() : BadValue.expected(nearest);
        }
        return field;
    }

    @Override
    public String expected() {
        return "one of " + String.join(", ", CertificateField.names())
                + ", or an attribute such as subject.ou or subject.2.5.4.5";
    }

    /** Those of the templates' variables, which are the same. */
    private static List<String> names() {
        String prefix = Variables.CERTIFICATE_PREFIX;
        return Variables.names().all().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList();
    }
}
