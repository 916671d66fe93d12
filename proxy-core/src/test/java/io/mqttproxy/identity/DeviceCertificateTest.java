package io.mqttproxy.identity;

import static io.mqttproxy.identity.DerCertificate.attribute;
import static io.mqttproxy.identity.DerCertificate.commonName;
import static io.mqttproxy.identity.DerCertificate.hex;
import static io.mqttproxy.identity.DerCertificate.rdn;
import static io.mqttproxy.identity.DerCertificate.tlv;
import static io.mqttproxy.identity.DerCertificate.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceCertificateTest {
    @Test
    void readsACommonNameInEveryAcceptedStringType() throws Exception {
        assertThat(commonNameOf(0x0C, utf8("Gerät-1"))).isEqualTo("Gerät-1");
        assertThat(commonNameOf(0x13, utf8("device 1"))).isEqualTo("device 1");
        assertThat(commonNameOf(0x16, utf8("dev_1@example"))).isEqualTo("dev_1@example");
        assertThat(commonNameOf(0x1E, hex("006400e900763042"))).isEqualTo("dévあ");
    }

    @Test
    void keepsCharactersOutsideTheBasicPlane() throws Exception {
        assertThat(commonNameOf(0x0C, utf8("\uD83D\uDCF1-1"))).isEqualTo("\uD83D\uDCF1-1");
    }

    @Test
    void takesTwoHundredFiftyFiveBytesAndMoreOnRequest() throws Exception {
        String longest = "é".repeat(127) + "x";
        assertThat(commonNameOf(0x0C, utf8(longest))).isEqualTo(longest);

        byte[] der = DerCertificate.withSubject(rdn(commonName("x".repeat(300))));
        assertThat(DeviceCertificate.parse(der).find(CertificateField.SUBJECT_CN, 300))
                .hasSize(300);
    }

    @Test
    void findsNothingWhereThereIsNothing() throws Exception {
        DeviceCertificate certificate = DeviceCertificate.parse(DerCertificate.withSubject());

        assertThat(certificate.find(CertificateField.SUBJECT_CN)).isNull();
        assertThat(certificate.find(CertificateField.SUBJECT_DN)).isNull();
        assertThat(certificate.find(CertificateField.SAN_URI)).isNull();
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> certificate.field(CertificateField.SUBJECT_CN))
                .withMessage("subject.cn: missing (expected: exactly one in the certificate)");
    }

    @Test
    void findsTheOnlyNameOfItsKindAmongOthers() throws Exception {
        DeviceCertificate certificate = DeviceCertificate.parse(DerCertificate.withSan(
                tlv(0xA0, hex("06022a03"), tlv(0xA0, tlv(0x0C, utf8("other")))), // otherName
                tlv(0x81, utf8("d@example.com")), // rfc822Name
                tlv(0x82, utf8("d.example.com")), // dNSName
                tlv(0xA4, DerCertificate.name(rdn(commonName("directory")))), // directoryName
                tlv(0x86, utf8("urn:device:1")), // uniformResourceIdentifier
                tlv(0x87, hex("0a000001")), // iPAddress
                tlv(0x88, hex("2a03")))); // registeredID

        assertThat(certificate.field(CertificateField.SAN_EMAIL)).isEqualTo("d@example.com");
        assertThat(certificate.field(CertificateField.SAN_DNS)).isEqualTo("d.example.com");
        assertThat(certificate.field(CertificateField.SAN_URI)).isEqualTo("urn:device:1");
        assertThat(certificate.field(CertificateField.SAN_IP)).isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "20010db8000000000000000000000001, 2001:db8::1",
        "00000000000000000000000000000000, ::",
        "00000000000000000000000000000001, ::1",
        "fe800000000000000000000000000000, fe80::",
        "00010000000000010000000000000001, 1:0:0:1::1",
        "00010000000000000001000000000001, 1::1:0:0:1",
        "20010db8000000010001000100010001, 2001:db8:0:1:1:1:1:1",
        "20010db8000100010001000100010000, 2001:db8:1:1:1:1:1:0",
        "00000000000000000000ffffc0000201, ::ffff:192.0.2.1",
        "000000000000000000000000c0000201, ::c000:201",
        "c0000201, 192.0.2.1",
    })
    void writesEachAddressInItsOnlyForm(String hex, String text) throws Exception {
        DeviceCertificate certificate = DeviceCertificate.parse(DerCertificate.withSan(tlv(0x87, hex(hex))));

        assertThat(certificate.field(CertificateField.SAN_IP)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"01, 01", "0a1b, 0a1b", "008f, 8f", "00, 00", "7f000001, 7f000001"})
    void writesTheSerialByteByByteWithoutTheSignByte(String content, String text) throws Exception {
        DeviceCertificate certificate = DeviceCertificate.parse(DerCertificate.withSerial(content));

        assertThat(certificate.field(CertificateField.SERIAL)).isEqualTo(text);
    }

    @Test
    void takesTheLongestSerialThatTheStandardAllows() throws Exception {
        String content = "00" + "ff".repeat(20);

        assertThat(DeviceCertificate.parse(DerCertificate.withSerial(content)).field(CertificateField.SERIAL))
                .isEqualTo("ff".repeat(20));
    }

    @Test
    void takesCertificatesOfVersionOneWithoutExtensions() throws Exception {
        byte[] der = DerCertificate.withVersion(new byte[0], new byte[0]);

        assertThat(DeviceCertificate.parse(der).field(CertificateField.SUBJECT_CN))
                .isEqualTo("device-1");
    }

    @Test
    void takesACriticalFlagThatIsWrittenOut() throws Exception {
        byte[] value = tlv(0x04, tlv(0x30, tlv(0x82, utf8("a"))));
        byte[] der = DerCertificate.withExtensions(
                DerCertificate.extension("551d11", DerCertificate.concat(hex("010100"), value)));

        assertThat(DeviceCertificate.parse(der).field(CertificateField.SAN_DNS)).isEqualTo("a");
    }

    @Test
    void keepsItsOwnBytes() throws Exception {
        byte[] der = DerCertificate.withSubject(rdn(commonName("device-1")));
        DeviceCertificate certificate = DeviceCertificate.parse(der);

        der[der.length / 2] ^= 0x55;

        assertThat(certificate.field(CertificateField.SUBJECT_CN)).isEqualTo("device-1");
    }

    @Test
    void writesMultiValuedAndUnknownAttributesAsRfc4514Says() throws Exception {
        byte[] der = DerCertificate.withSubject(
                rdn(attribute("0992268993f22c640119", tlv(0x16, utf8("net")))), // DC
                rdn(attribute("550406", tlv(0x13, utf8("DE")))), // C
                rdn(attribute("550408", tlv(0x0C, utf8("Hessen")))), // ST
                rdn(attribute("550407", tlv(0x0C, utf8("Fulda")))), // L
                rdn(attribute("550409", tlv(0x0C, utf8("Weg 1")))), // STREET
                rdn(attribute("55040b", tlv(0x0C, utf8("Sales"))), commonName("J.  Smith")), // OU+CN
                rdn(attribute("0992268993f22c640101", tlv(0x0C, utf8("17")))), // UID
                rdn(attribute("550405", tlv(0x13, utf8("42"))))); // serialNumber, not in the table

        assertThat(DeviceCertificate.parse(der).field(CertificateField.SUBJECT_DN))
                .isEqualTo("2.5.4.5=#13023432,UID=17,OU=Sales+CN=J.  Smith,STREET=Weg 1,L=Fulda,ST=Hessen,C=DE,DC=net");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "dev,CN=admin|dev\\,CN=admin",
                "a+b|a\\+b",
                "a\"b|a\\\"b",
                "a\\b|a\\\\b",
                "<a>;b|\\<a\\>\\;b",
                " a |\\ a\\ ",
                " |\\ ",
                "#a#|\\#a#",
                "Lučić|Lučić",
            })
    void escapesValuesSoThatNoneCanPretendToBeAnotherAttribute(String value, String escaped) throws Exception {
        DeviceCertificate certificate = DeviceCertificate.parse(DerCertificate.withSubject(rdn(commonName(value))));

        assertThat(certificate.field(CertificateField.SUBJECT_DN)).isEqualTo("CN=" + escaped);
        assertThat(certificate.field(CertificateField.SUBJECT_CN)).isEqualTo(value);
    }

    @Test
    void writesArcsOfAnyLength() throws Exception {
        byte[] der = DerCertificate.withSubject(rdn(attribute("8837848080808080808080808001", hex("0500"))));

        assertThat(DeviceCertificate.parse(der).field(CertificateField.SUBJECT_DN))
                .isEqualTo("2.999." + BigInteger.valueOf(4).shiftLeft(77).add(BigInteger.ONE) + "=#0500");
    }

    private static String commonNameOf(int tag, byte[] content) throws IdentityException {
        byte[] subject = rdn(attribute("550403", tlv(tag, content)));
        return DeviceCertificate.parse(DerCertificate.withSubject(subject)).field(CertificateField.SUBJECT_CN);
    }
}
