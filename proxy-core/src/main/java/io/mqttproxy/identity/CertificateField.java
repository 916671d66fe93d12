package io.mqttproxy.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be taken from a certificate, with its name in configurations ({@code san.uri}, {@code cert.san.uri}).
 *
 * <p>Fields with a name of their own are listed here; besides them every attribute of subject and issuer is one, by name or
 * by object identifier: {@code subject.ou}, {@code subject.2.5.4.5}. Immutable; fields of the same name are equal.
 */
public sealed interface CertificateField permits CertificateFact, NameAttribute {
    /** The only common name of the subject. */
    CertificateField SUBJECT_CN = new NameAttribute(NameAttribute.Holder.SUBJECT, AttributeType.COMMON_NAME);
    /** The subject as RFC 4514 text. */
    CertificateField SUBJECT_DN = CertificateFact.SUBJECT_DN;
    /** The only common name of the issuer. */
    CertificateField ISSUER_CN = new NameAttribute(NameAttribute.Holder.ISSUER, AttributeType.COMMON_NAME);
    /** The issuer as RFC 4514 text. */
    CertificateField ISSUER_DN = CertificateFact.ISSUER_DN;
    /** The only dNSName of the subject's alternative names, in the case in which it stands there. */
    CertificateField SAN_DNS = CertificateFact.SAN_DNS;
    /** The only uniformResourceIdentifier. */
    CertificateField SAN_URI = CertificateFact.SAN_URI;
    /** The only rfc822Name. */
    CertificateField SAN_EMAIL = CertificateFact.SAN_EMAIL;
    /** The only iPAddress, dotted or as in RFC 5952. */
    CertificateField SAN_IP = CertificateFact.SAN_IP;
    /** The only otherName that is a user principal name (1.3.6.1.4.1.311.20.2.3). */
    CertificateField SAN_UPN = CertificateFact.SAN_UPN;
    /** The SPIFFE ID of an X.509-SVID: the only URI, of the scheme {@code spiffe}. */
    CertificateField SPIFFE = CertificateFact.SPIFFE;
    /**
     * The serial number in lower-case hexadecimal digits, two for each byte: {@code 0a1b}, as OpenSSL prints it in upper
     * case. The zero byte that only keeps the number positive is left out.
     */
    CertificateField SERIAL = CertificateFact.SERIAL;
    /** SHA-256 over the whole certificate, 64 lower-case hexadecimal digits without colons. */
    CertificateField SHA256 = CertificateFact.SHA256;
    /** SHA-256 over the SubjectPublicKeyInfo in DER, as in RFC 7469 section 2.4, but in hexadecimal digits. */
    CertificateField SPKI_SHA256 = CertificateFact.SPKI_SHA256;

    /** The name in configurations and messages, such as {@code san.uri}. */
    String configName();

    /**
     * The field of a name; names of attributes in any case, as in LDAP (RFC 4512 section 1.4).
     *
     * @return null when there is none
     */
    static @Nullable CertificateField of(String name) {
        CertificateField field = NamedFields.BY_NAME.get(name);
        return field == null ? NameAttribute.of(name) : field;
    }

    /** The {@link #configName()} of every field with a constant here, in their order; unmodifiable. */
    static Set<String> names() {
        return NamedFields.BY_NAME.keySet();
    }
}
