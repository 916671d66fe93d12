package io.mqttproxy.identity;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables that templates of a listener may use. */
public final class Variables {
    /** What the listener's identity rule has derived. */
    public static final String IDENTITY = "identity";
    /** Start of the variables that take a field of the client's certificate. */
    public static final String CERTIFICATE_PREFIX = "cert.";
    /** Start of the variables that describe the client's TLS session. */
    public static final String TLS_PREFIX = "tls.";

    private static final Set<String> NAMES = names(List.of(
            "tls.version",
            "tls.cipher",
            "tls.sni",
            "tls.alpn",
            "tls.group",
            "tls.resumed",
            "client.address",
            "client.port",
            "listener",
            "mqtt.clientId",
            "mqtt.username",
            "mqtt.version"));

    private Variables() {}

    /** Whether there is a variable of this name. */
    public static boolean known(String name) {
        return NAMES.contains(name) || ProxyVariables.known(name);
    }

    /** All names, unmodifiable, those of certificates first; of the open set of {@link ProxyVariables}, an example. */
    public static Set<String> names() {
        return NAMES;
    }

    /**
     * The certificate field behind {@code cert.<field>}.
     *
     * @return null when the name is not one of a certificate field
     */
    public static @Nullable CertificateField certificateField(String name) {
        return name.startsWith(CERTIFICATE_PREFIX)
                ? CertificateField.byName().get(name.substring(CERTIFICATE_PREFIX.length()))
                : null;
    }

    private static Set<String> names(List<String> others) {
        Set<String> names = new LinkedHashSet<>();
        names.add(IDENTITY);
        CertificateField.byName().keySet().forEach(field -> names.add(CERTIFICATE_PREFIX + field));
        names.addAll(others);
        names.addAll(ProxyVariables.names());
        return Collections.unmodifiableSet(names);
    }
}
