package io.mqttproxy.identity;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What can be taken from a certificate, with its name in configurations ({@code san.uri}, {@code cert.san.uri}). */
public enum CertificateField {
    /** The only common name of the subject. */
    SUBJECT_CN("subject.cn"),
    /** The subject as RFC 4514 text. */
    SUBJECT_DN("subject.dn"),
    /** The only common name of the issuer. */
    ISSUER_CN("issuer.cn"),
    /** The issuer as RFC 4514 text. */
    ISSUER_DN("issuer.dn"),
    /** The only dNSName of the subject's alternative names, in the case in which it stands there. */
    SAN_DNS("san.dns"),
    /** The only uniformResourceIdentifier. */
    SAN_URI("san.uri"),
    /** The only rfc822Name. */
    SAN_EMAIL("san.email"),
    /** The only iPAddress, dotted or as in RFC 5952. */
    SAN_IP("san.ip"),
    /**
     * The serial number in lower-case hexadecimal digits, two for each byte: {@code 0a1b}, as OpenSSL prints it in upper
     * case. The zero byte that only keeps the number positive is left out.
     */
    SERIAL("serial"),
    /** SHA-256 over the whole certificate, 64 lower-case hexadecimal digits without colons. */
    SHA256("sha256");

    private static final Map<String, CertificateField> BY_NAME = Collections.unmodifiableMap(Arrays.stream(values())
            .collect(Collectors.toMap(
                    CertificateField::configName, Function.identity(), (first, second) -> first, LinkedHashMap::new)));

    private final String configName;

    CertificateField(String configName) {
        this.configName = configName;
    }

    /** The name in configurations and messages, such as {@code san.uri}. */
    public String configName() {
        return configName;
    }

    /** All fields by {@link #configName()}, in their order here. */
    public static Map<String, CertificateField> byName() {
        return BY_NAME;
    }
}
