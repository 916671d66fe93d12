package io.mqttproxy.config;

import io.mqttproxy.identity.Variables;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares the sections of one listener: nothing may ask for an identity that no client can ever have.
 *
 * @param tls null when there is none
 * @param identity null when there is none
 * @param uses the templates of {@code connect}
 */
record ListenerChecks(@Nullable TlsConfig tls, @Nullable Value identity, List<TemplateUse> uses) {
    /** No listener takes pre-shared keys yet. */
    static final String WITHOUT_PSK = "a default, as in ${" + Variables.PSK_IDENTITY + ":-none}";

    private static final String CERTIFICATES = "tls with clientAuth required or optional in this listener";

    void check() {
        if (identity != null && !certificates()) {
            identity.reading()
                    .problems()
                    .add(identity.key(), "clients have no certificate here (expected: " + CERTIFICATES + ")");
        }
        for (TemplateUse use : uses) {
            use.template().names().forEach(name -> check(use.value(), name));
            if (use.template().required().contains(Variables.PSK_IDENTITY)) {
                report(use.value(), Variables.PSK_IDENTITY, WITHOUT_PSK);
            }
        }
    }

    private void check(Value value, String name) {
        if (name.equals(Variables.IDENTITY) && identity == null) {
            report(value, name, "an identity section in this listener");
        } else if (name.startsWith(Variables.CERTIFICATE_PREFIX) && !certificates()) {
            report(value, name, CERTIFICATES);
        } else if (name.startsWith(Variables.TLS_PREFIX) && tls == null) {
            report(value, name, "tls in this listener");
        }
    }

    private boolean certificates() {
        return tls != null && tls.clientCertificates();
    }

    private static void report(Value value, String name, String expected) {
        value.report("${" + name + "} has no value here (expected: " + expected + ")");
    }
}
