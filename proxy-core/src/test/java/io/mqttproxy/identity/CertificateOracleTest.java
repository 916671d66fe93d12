package io.mqttproxy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates made by BouncyCastle and without a catch: we must see in them what the JDK and BouncyCastle see. */
class CertificateOracleTest {
    private static final List<ASN1ObjectIdentifier> TYPES = List.of(
            BCStyle.L,
            BCStyle.ST,
            BCStyle.O,
            BCStyle.OU,
            BCStyle.STREET,
            BCStyle.DC,
            BCStyle.UID,
            BCStyle.SERIALNUMBER);
    private static final List<ASN1ObjectIdentifier> ALL_TYPES =
            Stream.concat(TYPES.stream(), Stream.of(BCStyle.CN, BCStyle.C)).toList();
    private static final int UPN_INDEX = 4;
    /** BouncyCastle writes DC as IA5String and serialNumber as PrintableString; its input must fit those. */
    private static final List<ASN1ObjectIdentifier> NARROW = List.of(BCStyle.DC, BCStyle.SERIALNUMBER);

    private static final String PRINTABLE = "abcXYZ019 -.,+/'()?:=";
    private static final String ALPHABET = "abcXYZ019 -_.,+\"\\<>;=#/@äあ";
    private static final int SAN_EMAIL = 1;
    private static final int SAN_DNS = 2;
    private static final int SAN_URI = 6;
    private static final int SAN_IP = 7;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void seesWhatTheJdkSees(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        X500Name subject = name(random);
        X509Certificate jdk = certificate(random, subject);

        DeviceCertificate ours = DeviceCertificate.parse(jdk.getEncoded());

        assertThat(ours.field(CertificateField.SUBJECT_CN)).isEqualTo(commonName(jdk.getSubjectX500Principal()));
        assertThat(ours.field(CertificateField.ISSUER_CN)).isEqualTo(commonName(jdk.getIssuerX500Principal()));
        assertSameName(ours.field(CertificateField.SUBJECT_DN), jdk.getSubjectX500Principal());
        assertSameName(ours.field(CertificateField.ISSUER_DN), jdk.getIssuerX500Principal());
        assertThat(ours.field(CertificateField.SAN_EMAIL)).isEqualTo(alternativeName(jdk, SAN_EMAIL));
        assertThat(ours.field(CertificateField.SAN_DNS)).isEqualTo(alternativeName(jdk, SAN_DNS));
        assertThat(ours.field(CertificateField.SAN_URI)).isEqualTo(alternativeName(jdk, SAN_URI));
        assertThat(ours.field(CertificateField.SAN_IP)).isEqualTo(alternativeName(jdk, SAN_IP));
        assertThat(new BigInteger(ours.field(CertificateField.SERIAL), 16)).isEqualTo(jdk.getSerialNumber());
        assertThat(ours.field(CertificateField.SHA256)).isEqualTo(sha256(jdk.getEncoded()));
        assertThat(ours.field(CertificateField.SPKI_SHA256))
                .isEqualTo(sha256(jdk.getPublicKey().getEncoded()));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32})
    void seesWhatBouncyCastleSees(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        X509CertificateHolder theirs =
                new X509CertificateHolder(certificate(random, name(random)).getEncoded());

        DeviceCertificate ours = DeviceCertificate.parse(theirs.getEncoded());

        assertSameAttributes(ours, "subject.", theirs.getSubject());
        assertSameAttributes(ours, "issuer.", theirs.getIssuer());
        assertThat(new X500Name(RFC4519Style.INSTANCE, ours.field(CertificateField.SUBJECT_DN)))
                .isEqualTo(X500Name.getInstance(RFC4519Style.INSTANCE, theirs.getSubject()));
        GeneralNames names = GeneralNames.fromExtensions(theirs.getExtensions(), Extension.subjectAlternativeName);
        OtherName upn = OtherName.getInstance(names.getNames()[UPN_INDEX].getName());
        assertThat(ours.field(CertificateField.SAN_UPN))
                .isEqualTo(ASN1UTF8String.getInstance(upn.getValue()).getString());
        assertThat(ours.field(CertificateField.SPKI_SHA256))
                .isEqualTo(sha256(theirs.getSubjectPublicKeyInfo().getEncoded()));
        assertThat(ours.field(CertificateField.SHA256)).isEqualTo(sha256(theirs.getEncoded()));
    }

    /** Every type: the text where there is one of it, nothing where there is none, a refusal where there are several. */
    private static void assertSameAttributes(DeviceCertificate ours, String prefix, X500Name theirs) throws Exception {
        for (ASN1ObjectIdentifier type : ALL_TYPES) {
            CertificateField field = Objects.requireNonNull(CertificateField.of(prefix + type.getId()));
            List<String> values = Arrays.stream(theirs.getRDNs())
                    .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
                    .filter(attribute -> attribute.getType().equals(type))
                    .map(attribute -> ((ASN1String) attribute.getValue()).getString())
                    .toList();
            if (values.size() > 1) {
                assertThatExceptionOfType(IdentityException.class).isThrownBy(() -> ours.find(field));
            } else {
                assertThat(ours.find(field)).isEqualTo(values.isEmpty() ? null : values.get(0));
            }
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void theSubjectsOfTheWholeRunAreNotAllAlike() {
        assertThat(name(new SplittableRandom(1))).isNotEqualTo(name(new SplittableRandom(2)));
    }

    private static void assertSameName(String ours, X500Principal theirs) throws Exception {
        assertThat(new LdapName(ours).getRdns())
                .isEqualTo(new LdapName(theirs.getName(X500Principal.RFC2253)).getRdns());
    }

    private static String commonName(X500Principal principal) throws Exception {
        for (Rdn rdn : new LdapName(principal.getName(X500Principal.RFC2253)).getRdns()) {
            Object value = rdn.toAttributes().get("CN") == null
                    ? null
                    : rdn.toAttributes().get("CN").get();
            if (value != null) {
                return value.toString();
            }
        }
        throw new AssertionError("no CN in " + principal);
    }

    private static String alternativeName(X509Certificate certificate, int kind) throws Exception {
        return Objects.requireNonNull(certificate.getSubjectAlternativeNames()).stream()
                .filter(entry -> entry.get(0).equals(kind))
                .map(entry -> entry.get(1).toString())
                .findFirst()
                .orElseThrow();
    }

    /** One CN and up to five others, some of them two to an RDN. */
    private static X500Name name(SplittableRandom random) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        for (int i = random.nextInt(5); i > 0; i--) {
            ASN1ObjectIdentifier type = TYPES.get(random.nextInt(TYPES.size()));
            name.addRDN(type, text(random, NARROW.contains(type) ? PRINTABLE : ALPHABET));
        }
        if (random.nextBoolean()) {
            name.addMultiValuedRDN(
                    new ASN1ObjectIdentifier[] {BCStyle.CN, BCStyle.OU},
                    new String[] {text(random, ALPHABET), text(random, ALPHABET)});
        } else {
            name.addRDN(BCStyle.CN, text(random, ALPHABET));
        }
        return name.build();
    }

    private static String text(SplittableRandom random, String alphabet) {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.append('x').toString();
    }

    private static X509Certificate certificate(SplittableRandom random, X500Name subject) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair keys = generator.generateKeyPair();
        GeneralNames names = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.rfc822Name, "d" + random.nextInt(1000) + "@example.com"),
            new GeneralName(GeneralName.dNSName, "d" + random.nextInt(1000) + ".example.com"),
            new GeneralName(GeneralName.uniformResourceIdentifier, "urn:device:" + random.nextInt(1000)),
            new GeneralName(GeneralName.iPAddress, "10.1.2." + random.nextInt(256)),
            new GeneralName(
                    GeneralName.otherName,
                    new OtherName(
                            new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"),
                            new DERUTF8String("d" + random.nextInt(1000) + "@exämple.com"))),
        });
        byte[] der = new JcaX509v3CertificateBuilder(
                        new X500Name("CN=Test CA,O=Example"),
                        BigInteger.valueOf(random.nextLong(1, Long.MAX_VALUE)),
                        Date.from(Instant.EPOCH),
                        Date.from(Instant.EPOCH.plusSeconds(1_000_000)),
                        subject,
                        keys.getPublic())
                .addExtension(Extension.subjectAlternativeName, random.nextBoolean(), names)
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
