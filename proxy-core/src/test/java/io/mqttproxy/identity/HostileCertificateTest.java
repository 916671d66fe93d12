package io.mqttproxy.identity;

import static io.mqttproxy.identity.CertificateField.SAN_DNS;
import static io.mqttproxy.identity.CertificateField.SAN_EMAIL;
import static io.mqttproxy.identity.CertificateField.SAN_IP;
import static io.mqttproxy.identity.CertificateField.SAN_URI;
import static io.mqttproxy.identity.CertificateField.SERIAL;
import static io.mqttproxy.identity.CertificateField.SUBJECT_CN;
import static io.mqttproxy.identity.CertificateField.SUBJECT_DN;
import static io.mqttproxy.identity.DerCertificate.attribute;
import static io.mqttproxy.identity.DerCertificate.commonName;
import static io.mqttproxy.identity.DerCertificate.extension;
import static io.mqttproxy.identity.DerCertificate.hex;
import static io.mqttproxy.identity.DerCertificate.rdn;
import static io.mqttproxy.identity.DerCertificate.tlv;
import static io.mqttproxy.identity.DerCertificate.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates on which libraries disagree, or which one of them maps to somebody else's name. */
class HostileCertificateTest {
    private static final int IA5_STRING = 0x16;
    private static final int BMP_STRING = 0x1E;
    private static final int DNS = 0x82;
    private static final int URI = 0x86;
    private static final int IP = 0x87;

    @ParameterizedTest(name = "{0}")
    @MethodSource({"commonNames", "distinguishedNames", "alternativeNames", "serials"})
    void refusesTheField(String what, byte[] der, CertificateField field, String message) throws Exception {
        DeviceCertificate certificate = DeviceCertificate.parse(der);

        assertThatExceptionOfType(IdentityException.class)
                .as(what)
                .isThrownBy(() -> certificate.find(field))
                .withMessage(message)
                .matches(e -> e.getStackTrace().length == 0, "stackless");
    }

    static Stream<Arguments> commonNames() {
        String clean = " (expected: visible characters only)";
        String malformed = " (expected: DER as in RFC 5280)";
        return Stream.of(
                cn("NUL", "admin\0.evil", "subject.cn: U+0000 at index 5" + clean),
                cn("line break", "dev1\r\nadmin", "subject.cn: U+000D at index 4" + clean),
                cn("DEL", "dev\u007F", "subject.cn: U+007F at index 3" + clean),
                cn("C1", "dev\u0085", "subject.cn: U+0085 at index 3" + clean),
                cn("tab", "\tdev", "subject.cn: U+0009 at index 0" + clean),
                cn("escape sequence", "\u001B[2Jdev", "subject.cn: U+001B at index 0" + clean),
                cn("bidi override", "dev\u202Enimda", "subject.cn: U+202E at index 3" + clean),
                cn("bidi isolate", "dev\u2066x", "subject.cn: U+2066 at index 3" + clean),
                cn("Arabic letter mark", "\u061Cdev", "subject.cn: U+061C at index 0" + clean),
                cn("right-to-left mark", "dev\u200F", "subject.cn: U+200F at index 3" + clean),
                cn("line separator", "dev\u2028x", "subject.cn: U+2028 at index 3" + clean),
                cn("byte order mark", "\uFEFFdev", "subject.cn: U+FEFF at index 0" + clean),
                cn("non-character", "dev\uFFFE", "subject.cn: U+FFFE at index 3" + clean),
                cn("non-character FDD0", "dev\uFDD0", "subject.cn: U+FDD0 at index 3" + clean),
                cn("non-character of plane 1", "dev\uD83F\uDFFF", "subject.cn: U+1FFFF at index 3" + clean),
                cn("empty", "", "subject.cn: empty (expected: at least one character)"),
                cn("256 bytes", "x".repeat(256), "subject.cn: 256 bytes (expected: at most 255)"),
                typed(
                        "byte FF in UTF8String",
                        0x0C,
                        "64ff76",
                        "subject.cn: not UTF-8 (expected: a well-formed UTF8String)"),
                typed("overlong NUL", 0x0C, "64c080", "subject.cn: not UTF-8 (expected: a well-formed UTF8String)"),
                typed(
                        "encoded surrogate",
                        0x0C,
                        "eda080",
                        "subject.cn: not UTF-8 (expected: a well-formed UTF8String)"),
                typed("cut UTF-8", 0x0C, "64e282", "subject.cn: not UTF-8 (expected: a well-formed UTF8String)"),
                typed(
                        "underscore in PrintableString",
                        0x13,
                        "645f31",
                        "subject.cn: byte outside the alphabet of PrintableString at index 1"
                                + " (expected: letters, digits, space and '()+,-./:=?)"),
                typed(
                        "Latin-1 in IA5String",
                        IA5_STRING,
                        "64e9",
                        "subject.cn: byte above 7F at index 1 (expected: ASCII)"),
                typed("NUL in IA5String", IA5_STRING, "6400", "subject.cn: U+0000 at index 1" + clean),
                typed(
                        "odd BMPString",
                        BMP_STRING,
                        "006400",
                        "subject.cn: BMPString of odd length (expected: two bytes per character)"),
                typed(
                        "surrogate pair in BMPString",
                        BMP_STRING,
                        "d83ddcf1",
                        "subject.cn: surrogate in a BMPString (expected: the basic plane only)"),
                typed("NUL in BMPString", BMP_STRING, "00640000", "subject.cn: U+0000 at index 1" + clean),
                typed("TeletexString", 0x14, "646576", type("TeletexString")),
                typed("UniversalString", 0x1C, "00000064", type("UniversalString")),
                typed("NumericString", 0x12, "3132", type("0x12")),
                typed("OCTET STRING", 0x04, "6465", type("0x4")),
                typed("constructed UTF8String", 0x2C, "0c0164", type("0x2c")),
                arguments(
                        "two CNs in two RDNs",
                        DerCertificate.withSubject(rdn(commonName("device-1")), rdn(commonName("admin"))),
                        SUBJECT_CN,
                        "subject.cn: more than one (expected: exactly one)"),
                arguments(
                        "two CNs in one RDN",
                        DerCertificate.withSubject(rdn(commonName("device-1"), commonName("admin"))),
                        SUBJECT_CN,
                        "subject.cn: more than one (expected: exactly one)"),
                arguments(
                        "the same CN twice",
                        DerCertificate.withSubject(rdn(commonName("a")), rdn(commonName("a"))),
                        SUBJECT_CN,
                        "subject.cn: more than one (expected: exactly one)"),
                arguments(
                        "empty RDN",
                        DerCertificate.withSubject(tlv(0x31)),
                        SUBJECT_CN,
                        "subject: element missing" + malformed),
                arguments(
                        "attribute without a value",
                        DerCertificate.withSubject(rdn(tlv(0x30, hex("0603550403")))),
                        SUBJECT_CN,
                        "subject: cut short" + malformed),
                arguments(
                        "attribute with two values",
                        DerCertificate.withSubject(rdn(tlv(0x30, hex("0603550403"), hex("0c0161"), hex("0c0162")))),
                        SUBJECT_CN,
                        "subject: surplus element" + malformed),
                arguments(
                        "padded number in the attribute type",
                        DerCertificate.withSubject(rdn(attribute("55048003", hex("0c0161")))),
                        SUBJECT_CN,
                        "subject: malformed object identifier" + malformed));
    }

    static Stream<Arguments> distinguishedNames() {
        return Stream.of(
                arguments(
                        "line break in the organisation",
                        DerCertificate.withSubject(
                                rdn(attribute("55040a", tlv(0x0C, utf8("a\nb")))), rdn(commonName("d"))),
                        SUBJECT_DN,
                        "subject.dn: U+000A at index 1 (expected: visible characters only)"),
                arguments(
                        "organisation as TeletexString",
                        DerCertificate.withSubject(rdn(attribute("55040a", tlv(0x14, utf8("a"))))),
                        SUBJECT_DN,
                        type("TeletexString").replace("subject.cn", "subject.dn")),
                arguments(
                        "parts that are short, a whole that is long",
                        DerCertificate.withSubject(
                                rdn(commonName("a".repeat(200))),
                                rdn(attribute("55040a", tlv(0x0C, utf8("b".repeat(200)))))),
                        SUBJECT_DN,
                        "subject.dn: 406 bytes (expected: at most 255)"));
    }

    static Stream<Arguments> alternativeNames() {
        String malformed = " (expected: DER as in RFC 5280)";
        return Stream.of(
                san(
                        "URI with a line break",
                        SAN_URI,
                        "san.uri: U+000D at index 6 (expected: visible characters only)",
                        tlv(URI, utf8("urn:a:\r\nb"))),
                san(
                        "DNS with NUL",
                        SAN_DNS,
                        "san.dns: U+0000 at index 1 (expected: visible characters only)",
                        tlv(DNS, utf8("a\0.example.com"))),
                san(
                        "DNS in UTF-8",
                        SAN_DNS,
                        "san.dns: byte above 7F at index 1 (expected: ASCII)",
                        tlv(DNS, utf8("d\u00E9v"))),
                san("empty e-mail", SAN_EMAIL, "san.email: empty (expected: at least one character)", tlv(0x81)),
                san(
                        "two DNS names",
                        SAN_DNS,
                        "san.dns: more than one (expected: exactly one)",
                        tlv(DNS, utf8("a")),
                        tlv(DNS, utf8("b"))),
                san("long URI", SAN_URI, "san.uri: 300 bytes (expected: at most 255)", tlv(URI, utf8("u".repeat(300)))),
                san("address of five bytes", SAN_IP, "san.ip: 5 bytes (expected: 4 or 16)", tlv(IP, new byte[5])),
                san("address with a mask", SAN_IP, "san.ip: 8 bytes (expected: 4 or 16)", tlv(IP, new byte[8])),
                san("no name at all", SAN_DNS, "subjectAltName: cut short" + malformed),
                san(
                        "constructed dNSName",
                        SAN_DNS,
                        "subjectAltName: unknown kind of name" + malformed,
                        tlv(0xA2, utf8("a"))),
                san(
                        "broken entry behind a good one",
                        SAN_DNS,
                        "subjectAltName: unknown kind of name" + malformed,
                        tlv(DNS, utf8("a")),
                        tlv(0x89, utf8("b"))),
                arguments(
                        "bytes that are no sequence",
                        DerCertificate.withExtensions(extension("551d11", tlv(0x04, utf8("device")))),
                        SAN_DNS,
                        "subjectAltName: unexpected tag" + malformed),
                arguments(
                        "bytes behind the sequence",
                        DerCertificate.withExtensions(
                                extension("551d11", tlv(0x04, tlv(0x30, tlv(DNS, utf8("a"))), hex("0500")))),
                        SAN_DNS,
                        "subjectAltName: surplus element" + malformed));
    }

    static Stream<Arguments> serials() {
        String padded = "serial: padded or empty (expected: DER as in RFC 5280)";
        String range = "serial: negative or too long (expected: at most 20 bytes, not negative)";
        return Stream.of(
                arguments("empty serial", DerCertificate.withSerial(""), SERIAL, padded),
                arguments("padded serial", DerCertificate.withSerial("000a"), SERIAL, padded),
                arguments("negative serial", DerCertificate.withSerial("ff0a"), SERIAL, range),
                arguments("serial of 21 bytes", DerCertificate.withSerial("01".repeat(21)), SERIAL, range));
    }

    @Test
    void aBrokenAlternativeNameNeverMakesAnotherFieldCount() throws Exception {
        DeviceCertificate certificate = DeviceCertificate.parse(DerCertificate.withSan(tlv(URI, utf8("urn:a:\r\nb"))));

        assertThatExceptionOfType(IdentityException.class).isThrownBy(() -> certificate.find(SAN_URI));
        assertThat(certificate.find(SAN_DNS)).isNull();
        assertThatExceptionOfType(IdentityException.class).isThrownBy(() -> certificate.field(SAN_DNS));
    }

    private static Arguments cn(String what, String text, String message) {
        return arguments(what, DerCertificate.withSubject(rdn(commonName(text))), SUBJECT_CN, message);
    }

    private static Arguments typed(String what, int tag, String contentHex, String message) {
        byte[] subject = rdn(attribute("550403", tlv(tag, hex(contentHex))));
        return arguments(what, DerCertificate.withSubject(subject), SUBJECT_CN, message);
    }

    private static Arguments san(String what, CertificateField field, String message, byte[]... names) {
        return arguments(what, DerCertificate.withSan(names), field, message);
    }

    private static String type(String name) {
        return "subject.cn: string type " + name + " (expected: UTF8String, PrintableString, IA5String or BMPString)";
    }
}
