package io.mqttproxy.identity;

import static io.mqttproxy.identity.DerCertificate.attribute;
import static io.mqttproxy.identity.DerCertificate.commonName;
import static io.mqttproxy.identity.DerCertificate.hex;
import static io.mqttproxy.identity.DerCertificate.rdn;
import static io.mqttproxy.identity.DerCertificate.tlv;
import static io.mqttproxy.identity.DerCertificate.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Certificates with a few bytes changed: a name that we read is the one, and the only one, that BouncyCastle reads; or we
 * refuse. Where BouncyCastle itself gives up, there is nobody to be fooled; it does so over object identifiers and keys, which
 * are the TLS engine's business here.
 */
class CertificateMutationTest {
    private static final int MUTANTS = 10_000;
    private static final int UTF8_STRING = 0x0C;

    private static final List<byte[]> ORIGINALS = List.of(
            DerCertificate.withSubject(
                    rdn(commonName("device-1")), rdn(attribute("55040b", tlv(0x13, utf8("sensors"))))),
            DerCertificate.withSubject(rdn(attribute("55040b", tlv(0x1E, hex("00610062"))), commonName("device-1"))),
            DerCertificate.withSan(
                    tlv(0x82, utf8("d.example.com")),
                    tlv(0x86, utf8("urn:device:1")),
                    tlv(0x81, utf8("d@example.com"))),
            DerCertificate.withSan(
                    DerCertificate.userPrincipalName(tlv(UTF8_STRING, utf8("d@example.com"))),
                    tlv(0x86, utf8("spiffe://example.com/d"))));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aNameThatIsReadIsTheOneThatBouncyCastleReads(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int compared = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] der = mutant(random);
            Certificate theirs = bouncyCastle(der);
            if (theirs != null) {
                compared += compare(der, theirs);
            }
        }
        assertThat(compared).as("names that both have read").isGreaterThan(MUTANTS / 10);
    }

    /** How many names both have read. */
    private static int compare(byte[] der, Certificate theirs) {
        DeviceCertificate ours;
        try {
            ours = DeviceCertificate.parse(der);
        } catch (IdentityException e) {
            return 0;
        }
        return compare(der, ours, CertificateField.SUBJECT_CN, attributes(theirs, BCStyle.CN))
                + compare(
                        der,
                        ours,
                        new NameAttribute(NameAttribute.Holder.SUBJECT, ou()),
                        attributes(theirs, BCStyle.OU))
                + compare(der, ours, CertificateField.SAN_DNS, names(theirs, GeneralName.dNSName))
                + compare(der, ours, CertificateField.SAN_URI, names(theirs, GeneralName.uniformResourceIdentifier))
                + compare(der, ours, CertificateField.SAN_EMAIL, names(theirs, GeneralName.rfc822Name))
                + compare(der, ours, CertificateField.SPIFFE, names(theirs, GeneralName.uniformResourceIdentifier))
                + compare(der, ours, CertificateField.SAN_UPN, names(theirs, GeneralName.otherName));
    }

    private static int compare(
            byte[] der, DeviceCertificate ours, CertificateField field, @Nullable List<String> theirs) {
        String name;
        try {
            name = ours.find(field);
        } catch (IdentityException e) {
            return 0;
        }
        if (name == null || theirs == null) {
            return 0;
        }
        assertThat(theirs).as("%s of %s", field, HexFormat.of().formatHex(der)).containsExactly(name);
        return 1;
    }

    private static byte[] mutant(SplittableRandom random) {
        byte[] der = ORIGINALS.get(random.nextInt(ORIGINALS.size())).clone();
        for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
            int at = random.nextInt(der.length);
            switch (random.nextInt(4)) {
                case 0 -> der[at] = (byte) random.nextInt(256);
                case 1 -> der[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> der[at] += (byte) (random.nextBoolean() ? 1 : -1);
                default -> System.arraycopy(der.clone(), random.nextInt(at + 1), der, at, Math.min(3, der.length - at));
            }
        }
        return der;
    }

    private static AttributeType ou() {
        return Objects.requireNonNull(AttributeType.of("ou"));
    }

    private static @Nullable Certificate bouncyCastle(byte[] der) {
        try {
            return Certificate.getInstance(der);
        } catch (RuntimeException e) { // of many kinds
            return null;
        }
    }

    /** All texts of a type; null when BouncyCastle cannot read one of them. */
    private static @Nullable List<String> attributes(Certificate certificate, ASN1ObjectIdentifier type) {
        X500Name subject = certificate.getSubject();
        try {
            return Arrays.stream(subject.getRDNs())
                    .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
                    .filter(attribute -> attribute.getType().equals(type))
                    .map(attribute -> ((ASN1String) attribute.getValue()).getString())
                    .toList();
        } catch (RuntimeException e) { // of many kinds
            return null;
        }
    }

    /** All names of a kind; null when BouncyCastle cannot read the extension. */
    private static @Nullable List<String> names(Certificate certificate, int kind) {
        try {
            List<String> found = new ArrayList<>();
            GeneralNames names = GeneralNames.fromExtensions(
                    certificate.getTBSCertificate().getExtensions(), Extension.subjectAlternativeName);
            for (GeneralName name : names == null ? new GeneralName[0] : names.getNames()) {
                if (name.getTagNo() == kind && kind != GeneralName.otherName) {
                    found.add(((ASN1String) name.getName()).getString());
                } else if (name.getTagNo() == kind) {
                    OtherName other = OtherName.getInstance(name.getName());
                    if (other.getTypeID().getId().equals("1.3.6.1.4.1.311.20.2.3")) {
                        found.add(((ASN1String) other.getValue()).getString());
                    }
                }
            }
            return found;
        } catch (RuntimeException e) { // of many kinds
            return null;
        }
    }
}
