package io.mqttproxy.identity;

import io.mqttproxy.identity.NameAttribute.Holder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables that templates of a listener may use.
 *
 * <p>A name here and its value where {@link Facts} are made are all that a new variable needs; many of one kind are a
 * {@link VariableFamily}.
 */
public final class Variables {
    /** What the listener's identity rule has derived. */
    public static final String IDENTITY = "identity";
    /** Start of the variables that take a field of the client's certificate. */
    public static final String CERTIFICATE_PREFIX = "cert.";
    /** Start of the variables that describe the client's TLS session. */
    public static final String TLS_PREFIX = "tls.";

    /** RFC 4279 section 5.1; without a value for a client that came with a certificate or nothing. */
    public static final String PSK_IDENTITY = "psk.identity";

    private static final List<String> OF_CONNECTION = List.of(
            PSK_IDENTITY,
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
            "mqtt.version");

    private static final List<VariableFamily> FAMILIES =
            List.of(attributesOf(Holder.SUBJECT), attributesOf(Holder.ISSUER), fieldsOfHeaders());

    private static final VariableNames NAMES = new VariableNames(single(), FAMILIES);

    private Variables() {}

    /** Whether there is a variable of this name. */
    public static boolean known(String name) {
        return NAMES.contains(name);
    }

    /** All names, those of certificates first. */
    public static VariableNames names() {
        return NAMES;
    }

    /**
     * The certificate field behind {@code cert.<field>}.
     *
     * @return null when the name is not one of a certificate field
     */
    public static @Nullable CertificateField certificateField(String name) {
        return name.startsWith(CERTIFICATE_PREFIX)
                ? CertificateField.of(name.substring(CERTIFICATE_PREFIX.length()))
                : null;
    }

    private static Set<String> single() {
        Set<String> names = new LinkedHashSet<>();
        names.add(IDENTITY);
        CertificateField.names().forEach(field -> names.add(CERTIFICATE_PREFIX + field));
        names.addAll(OF_CONNECTION);
        names.addAll(ProxyVariables.names());
        return names;
    }

    private static VariableFamily attributesOf(Holder holder) {
        String prefix = CERTIFICATE_PREFIX + holder.prefix();
        return new VariableFamily(
                prefix,
                attribute -> AttributeType.of(attribute) != null,
                AttributeType.names(),
                "<attribute>",
                "the LDAP name of an attribute, such as ou, or its object identifier, such as 2.5.4.5");
    }

    private static VariableFamily fieldsOfHeaders() {
        return new VariableFamily(
                ProxyVariables.TLV_PREFIX,
                type -> ProxyVariables.tlvType(ProxyVariables.TLV_PREFIX + type) >= 0,
                List.of("0xEA"),
                "<type>",
                "the type of a field, such as 0xEA, or 0xEA.hex for its bytes as digits");
    }
}
