package io.mqttproxy.identity;

import static io.mqttproxy.identity.DerCertificate.attribute;
import static io.mqttproxy.identity.DerCertificate.commonName;
import static io.mqttproxy.identity.DerCertificate.hex;
import static io.mqttproxy.identity.DerCertificate.rdn;
import static io.mqttproxy.identity.DerCertificate.tlv;
import static io.mqttproxy.identity.DerCertificate.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameAttributeTest {
    private static final int UTF8_STRING = 0x0C;
    private static final int PRINTABLE_STRING = 0x13;

    @ParameterizedTest
    @CsvSource({
        "subject.cn, subject.cn",
        "subject.CN, subject.cn",
        "subject.2.5.4.3, subject.cn",
        "issuer.CN, issuer.cn",
        "subject.OU, subject.ou",
        "issuer.O, issuer.o",
        "subject.SERIALNUMBER, subject.serialNumber",
        "subject.2.5.4.5, subject.serialNumber",
        "subject.emailaddress, subject.emailAddress",
        "subject.0.9.2342.19200300.100.1.25, subject.dc",
        "subject.1.3.6.1.4.1.37244.1.1, subject.1.3.6.1.4.1.37244.1.1",
        "subject.2.999, subject.2.999",
    })
    void isKnownByNameInAnyCaseAndByIdentifier(String written, String name) {
        assertThat(CertificateField.of(written)).hasToString(name).isEqualTo(CertificateField.of(name));
        assertThat(Variables.known("cert." + written)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "subject.",
                "subject.commonName",
                "subject.3.1",
                "subject.1.40",
                "subject.2",
                "subject.2.5.4.03",
                "subject.2.5..4",
                "subject.2.5.4.",
                "subject.-1.2",
                "subject. cn",
                "Subject.cn",
                "owner.cn",
                "cn",
                "subject",
            })
    void isNothingElse(String written) {
        assertThat(CertificateField.of(written)).isNull();
    }

    @Test
    void isNotKnownByAnIdentifierThatIsTooLong() {
        assertThat(CertificateField.of("subject.1.2" + ".1".repeat(63))).isNotNull();
        assertThat(CertificateField.of("subject.1.2" + ".1".repeat(64))).isNull();
        assertThat(CertificateField.of("subject.1." + "1".repeat(100_000))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0",
                "1.39",
                "2.5.4.3",
                "2.999",
                "2.48",
                "1.2.840.113549.1.9.1",
                "2.25.340282366920938463463374607431768211455"
            })
    void writesIdentifiersAsBouncyCastleDoes(String dotted) throws Exception {
        byte[] encoded = new ASN1ObjectIdentifier(dotted).getEncoded();

        assertThat(tlv(0x06, Objects.requireNonNull(ObjectIdentifier.content(dotted))))
                .isEqualTo(encoded);
    }

    @Test
    void everyWellKnownNameIsOfferedOnce() {
        List<String> names = AttributeType.names();

        assertThat(names)
                .doesNotHaveDuplicates()
                .contains("cn", "ou", "serialNumber")
                .hasSizeGreaterThan(20);
        assertThat(names).allSatisfy(name -> assertThat(AttributeType.of(name)).hasToString(name));
    }

    @Test
    void readsTheOnlyOneOfItsTypeFromSubjectAndIssuer() throws Exception {
        byte[] unit = attribute("55040b", tlv(UTF8_STRING, utf8("sensors")));
        byte[] number = attribute("550405", tlv(PRINTABLE_STRING, utf8("SN-0042")));
        DeviceCertificate certificate =
                DeviceCertificate.parse(DerCertificate.withSubject(rdn(unit, commonName("d")), rdn(number)));

        assertThat(certificate.field(field("subject.ou"))).isEqualTo("sensors");
        assertThat(certificate.field(field("subject.2.5.4.5"))).isEqualTo("SN-0042");
        assertThat(certificate.find(field("subject.o"))).isNull();
        assertThat(certificate.find(field("issuer.ou"))).isNull();
        assertThat(certificate.field(field("issuer.cn"))).isEqualTo("Test CA");
    }

    @Test
    void refusesTwoOfOneTypeAndStillReadsTheOthers() throws Exception {
        byte[] first = attribute("55040b", tlv(UTF8_STRING, utf8("sensors")));
        byte[] second = attribute("55040b", tlv(UTF8_STRING, utf8("admins")));
        DeviceCertificate certificate =
                DeviceCertificate.parse(DerCertificate.withSubject(rdn(first), rdn(second), rdn(commonName("d"))));

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> certificate.find(field("subject.OU")))
                .withMessage("subject.ou: more than one (expected: exactly one)");
        assertThat(certificate.field(CertificateField.SUBJECT_CN)).isEqualTo("d");
    }

    @Test
    void refusesAValueThatIsNoText() throws Exception {
        byte[] identifier = attribute("55042d", hex("03020780")); // x500UniqueIdentifier, a BIT STRING
        DeviceCertificate certificate = DeviceCertificate.parse(DerCertificate.withSubject(rdn(identifier)));

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> certificate.find(field("subject.2.5.4.45")))
                .withMessage("subject.2.5.4.45: string type 0x3"
                        + " (expected: UTF8String, PrintableString, IA5String or BMPString)");
    }

    private static CertificateField field(String name) {
        return Objects.requireNonNull(CertificateField.of(name));
    }
}
