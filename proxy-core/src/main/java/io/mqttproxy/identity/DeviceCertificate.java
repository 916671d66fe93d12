package io.mqttproxy.identity;

import io.mqttproxy.identity.DerReader.DerElement;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client's certificate (RFC 5280 section 4.1), from which fields are read when they are asked for.
 *
 * <p>Parsing checks the outer structure and that no extension occurs twice. A field is exactly one clean text of at most
 * {@link #MAX_FIELD_BYTES} bytes, or absent; anything in between throws. It never stands in for another: a malformed
 * subjectAltName does not make the common name count.
 *
 * <p>Two deviations from DER are let pass because they are seen in the field and cannot change a name: an explicit
 * {@code critical FALSE}, and a serial number of zero. Immutable and safe to use from every thread.
 */
public final class DeviceCertificate {
    /** The most bytes of a field's UTF-8 form, unless a caller says otherwise. */
    public static final int MAX_FIELD_BYTES = 255;

    private static final String NAME = "certificate";
    private static final int VERSION = 0xA0;
    private static final int ISSUER_UNIQUE_ID = 0x81;
    private static final int SUBJECT_UNIQUE_ID = 0x82;
    private static final int EXTENSIONS = 0xA3;
    private static final int V3 = 2;
    private static final int LONGEST_SERIAL = 20; // bytes, RFC 5280 section 4.1.2.2

    private final byte[] der;
    private final DerElement serial;
    private final DistinguishedName issuer;
    private final DistinguishedName subject;
    private final Instant notAfter;
    private final DerElement publicKeyInfo;
    private final Extensions extensions;

    private DeviceCertificate(byte[] der) throws IdentityException {
        this.der = der;
        DerReader outer = new DerReader(NAME, der);
        DerReader certificate = outer.next(DerReader.SEQUENCE).reader(NAME);
        outer.end();
        DerReader toBeSigned = certificate.next(DerReader.SEQUENCE).reader(NAME);
        certificate.next(DerReader.SEQUENCE); // signatureAlgorithm
        certificate.next(DerReader.BIT_STRING); // signature
        certificate.end();

        int version = version(toBeSigned);
        this.serial = toBeSigned.next(DerReader.INTEGER);
        toBeSigned.next(DerReader.SEQUENCE); // signature
        this.issuer = new DistinguishedName("issuer", toBeSigned.next(DerReader.SEQUENCE));
        this.notAfter = notAfter(toBeSigned.next(DerReader.SEQUENCE).reader("validity"));
        this.subject = new DistinguishedName("subject", toBeSigned.next(DerReader.SEQUENCE));
        this.publicKeyInfo = toBeSigned.next(DerReader.SEQUENCE);
        skipOptional(toBeSigned, ISSUER_UNIQUE_ID);
        skipOptional(toBeSigned, SUBJECT_UNIQUE_ID);
        this.extensions = toBeSigned.nextIs(EXTENSIONS) && version == V3
                ? Extensions.read(NAME, toBeSigned.next())
                : Extensions.NONE;
        toBeSigned.end();
    }

    /**
     * Reads a certificate.
     *
     * @param der the whole certificate and nothing behind it; copied
     * @throws IdentityException when it is not strict DER of a certificate, or an extension occurs twice
     */
    public static DeviceCertificate parse(byte[] der) throws IdentityException {
        return new DeviceCertificate(der.clone());
    }

    /** The whole certificate in DER, read-only. */
    public ByteBuffer encoded() {
        return ByteBuffer.wrap(der).asReadOnlyBuffer();
    }

    /**
     * All common names of the subject that are clean text: for finding a certificate by one of its names, never for telling
     * who a client is.
     *
     * @throws IdentityException when the subject is malformed
     */
    public List<String> commonNames() throws IdentityException {
        return subject.readable(AttributeType.COMMON_NAME, CertificateField.SUBJECT_CN.configName(), MAX_FIELD_BYTES);
    }

    /** The last second in which the certificate is valid. */
    public Instant notAfter() {
        return notAfter;
    }

    private static Instant notAfter(DerReader validity) throws IdentityException {
        DerTime.read("notBefore", validity);
        Instant notAfter = DerTime.read("notAfter", validity);
        validity.end();
        return notAfter;
    }

    /**
     * The field's text.
     *
     * @throws IdentityException when it is absent, ambiguous, too long as in {@link #find(CertificateField)} or not clean
     */
    public String field(CertificateField field) throws IdentityException {
        String value = find(field);
        if (value == null) {
            throw new IdentityException(field.configName() + ": missing (expected: exactly one in the certificate)");
        }
        return value;
    }

    /**
     * The field's text if the certificate has it.
     *
     * @return null when the certificate has no such field; never the empty text
     * @throws IdentityException when it is there but ambiguous, longer than {@link #MAX_FIELD_BYTES} bytes (a SPIFFE ID:
     *     2048) or not clean
     */
    public @Nullable String find(CertificateField field) throws IdentityException {
        return find(field, field.equals(CertificateField.SPIFFE) ? SpiffeId.MAX_BYTES : MAX_FIELD_BYTES);
    }

    /**
     * As {@link #find(CertificateField)}, with another limit.
     *
     * @param maxBytes the most bytes of the text's UTF-8 form; serial and fingerprints have fixed limits of their own
     */
    public @Nullable String find(CertificateField field, int maxBytes) throws IdentityException {
        if (field instanceof NameAttribute attribute) {
            DistinguishedName name = attribute.holder() == NameAttribute.Holder.SUBJECT ? subject : issuer;
            return name.only(attribute.type(), field.configName(), maxBytes);
        }
        return find((CertificateFact) field, field.configName(), maxBytes);
    }

    private @Nullable String find(CertificateFact field, String name, int maxBytes) throws IdentityException {
        return switch (field) {
            case SUBJECT_DN -> subject.text(name, maxBytes);
            case ISSUER_DN -> issuer.text(name, maxBytes);
            case SAN_DNS -> alternativeName(SubjectAltNames.DNS, name, maxBytes);
            case SAN_URI -> alternativeName(SubjectAltNames.URI, name, maxBytes);
            case SAN_EMAIL -> alternativeName(SubjectAltNames.EMAIL, name, maxBytes);
            case SAN_IP -> alternativeName(SubjectAltNames.IP, name, maxBytes);
            case SAN_UPN -> alternativeName(SubjectAltNames.OTHER, name, maxBytes);
            case SPIFFE -> spiffeId(name, maxBytes);
            case SERIAL -> serial();
            case SHA256 -> sha256(0, der.length);
            case SPKI_SHA256 -> sha256(publicKeyInfo.start(), publicKeyInfo.end());
        };
    }

    private @Nullable String alternativeName(int tag, String field, int maxBytes) throws IdentityException {
        SubjectAltNames names = extensions.alternativeNames();
        return names == null ? null : names.only(tag, field, maxBytes);
    }

    /** X509-SVID sections 2 and 5.2; another URI is no SPIFFE ID, and a certificate without one has none. */
    private @Nullable String spiffeId(String field, int maxBytes) throws IdentityException {
        String uri = alternativeName(SubjectAltNames.URI, field, maxBytes);
        if (uri == null || !SpiffeId.claims(uri)) {
            return null;
        }
        extensions.requireEndEntity(field);
        return SpiffeId.require(field, uri);
    }

    private String serial() throws IdentityException {
        int length = serial.length();
        boolean signByte = length > 1 && serial.at(0) == 0;
        if (length == 0 || (signByte && serial.at(1) < 0x80)) {
            throw new IdentityException("serial: padded or empty (expected: DER as in RFC 5280)");
        }
        if (serial.at(0) >= 0x80 || length > LONGEST_SERIAL + (signByte ? 1 : 0)) {
            throw new IdentityException("serial: negative or too long (expected: at most 20 bytes, not negative)");
        }
        return HexFormat.of().formatHex(der, serial.content() + (signByte ? 1 : 0), serial.end());
    }

    /** {@code version [0] EXPLICIT INTEGER DEFAULT v1}: 0, 1 or 2. */
    private static int version(DerReader toBeSigned) throws IdentityException {
        if (!toBeSigned.nextIs(VERSION)) {
            return 0;
        }
        DerReader explicit = toBeSigned.next().reader(NAME);
        DerElement number = explicit.next(DerReader.INTEGER);
        explicit.end();
        if (number.length() != 1 || number.at(0) > V3) {
            throw explicit.malformed("unknown version");
        }
        return number.at(0);
    }

    private static void skipOptional(DerReader reader, int tag) throws IdentityException {
        if (reader.nextIs(tag)) {
            reader.next();
        }
    }

    private String sha256(int start, int end) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(der, start, end - start);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
