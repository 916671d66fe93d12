package io.mqttproxy.identity;

import static io.mqttproxy.identity.DerCertificate.hex;
import static io.mqttproxy.identity.DerCertificate.oid;
import static io.mqttproxy.identity.DerCertificate.tlv;
import static io.mqttproxy.identity.DerCertificate.userPrincipalName;
import static io.mqttproxy.identity.DerCertificate.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UserPrincipalNameTest {
    private static final int OTHER_NAME = 0xA0;
    private static final int UTF8_STRING = 0x0C;
    private static final byte[] JABBER_ID =
            tlv(OTHER_NAME, oid("2b06010505070805"), tlv(0xA0, tlv(UTF8_STRING, utf8("d@example.com"))));

    @Test
    void readsTheOnlyOneBesideOtherNamesOfOtherTypes() throws Exception {
        byte[] der = DerCertificate.withSan(JABBER_ID, upn("device-1@example.com"), JABBER_ID);

        assertThat(DeviceCertificate.parse(der).field(CertificateField.SAN_UPN)).isEqualTo("device-1@example.com");
    }

    @Test
    void findsNoneWhereThereIsNone() throws Exception {
        assertThat(DeviceCertificate.parse(DerCertificate.withSan(JABBER_ID)).find(CertificateField.SAN_UPN))
                .isNull();
        assertThat(DeviceCertificate.parse(DerCertificate.withSubject()).find(CertificateField.SAN_UPN))
                .isNull();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void refuses(String what, byte[] der, String message) throws Exception {
        DeviceCertificate certificate = DeviceCertificate.parse(der);

        assertThatExceptionOfType(IdentityException.class)
                .as(what)
                .isThrownBy(() -> certificate.find(CertificateField.SAN_UPN))
                .withMessage(message);
    }

    static Stream<Arguments> hostile() {
        String malformed = " (expected: DER as in RFC 5280)";
        return Stream.of(
                row("two of them", "san.upn: more than one (expected: exactly one)", upn("a@b"), upn("c@d")),
                row("empty", "san.upn: empty (expected: at least one character)", upn("")),
                row("256 bytes", "san.upn: 256 bytes (expected: at most 255)", upn("x".repeat(256))),
                row("IA5String", type("0x16"), userPrincipalName(tlv(0x16, utf8("a@b")))),
                row("BMPString", type("0x1e"), userPrincipalName(tlv(0x1E, hex("00610062")))),
                row("TeletexString", type("TeletexString"), userPrincipalName(tlv(0x14, utf8("a@b")))),
                row("OCTET STRING", type("0x4"), userPrincipalName(tlv(0x04, utf8("a@b")))),
                row(
                        "not UTF-8",
                        "san.upn: not UTF-8 (expected: a well-formed UTF8String)",
                        userPrincipalName(tlv(UTF8_STRING, hex("61ff")))),
                row(
                        "two values",
                        "subjectAltName: surplus element" + malformed,
                        userPrincipalName(hex("0c01610c0162"))),
                row(
                        "no value",
                        "subjectAltName: element missing" + malformed,
                        tlv(OTHER_NAME, oid("2b060104018237140203"))),
                row(
                        "a value without its tag",
                        "subjectAltName: unexpected tag" + malformed,
                        tlv(OTHER_NAME, oid("2b060104018237140203"), hex("0c0161"))),
                row("no type", "subjectAltName: unexpected tag" + malformed, tlv(OTHER_NAME, tlv(0xA0, hex("0c0161")))),
                row(
                        "a padded type",
                        "subjectAltName: malformed object identifier" + malformed,
                        tlv(OTHER_NAME, oid("802b"), tlv(0xA0, hex("0c0161")))),
                row(
                        "a broken one of another type beside it",
                        "subjectAltName: element missing" + malformed,
                        upn("a@b"),
                        tlv(OTHER_NAME, oid("2a03"))));
    }

    private static Arguments row(String what, String message, byte[]... names) {
        return arguments(what, DerCertificate.withSan(names), message);
    }

    private static byte[] upn(String text) {
        return userPrincipalName(tlv(UTF8_STRING, utf8(text)));
    }

    private static String type(String name) {
        return "san.upn: string type " + name + " (expected: UTF8String)";
    }
}
