package io.mqttproxy.identity;

import static io.mqttproxy.identity.DerCertificate.commonName;
import static io.mqttproxy.identity.DerCertificate.extension;
import static io.mqttproxy.identity.DerCertificate.hex;
import static io.mqttproxy.identity.DerCertificate.rdn;
import static io.mqttproxy.identity.DerCertificate.tlv;
import static io.mqttproxy.identity.DerCertificate.utf8;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that are not, or not only, a certificate in strict DER. */
class MalformedCertificateTest {
    private static final int DNS = 0x82;

    @ParameterizedTest(name = "{0}")
    @MethodSource("structures")
    void refusesTheCertificate(String what, byte[] der, String message) {
        assertThatExceptionOfType(IdentityException.class)
                .as(what)
                .isThrownBy(() -> DeviceCertificate.parse(der))
                .withMessage("certificate: " + message);
    }

    static Stream<Arguments> structures() {
        byte[] good = DerCertificate.withSubject(rdn(commonName("device-1")));
        byte[] san = extension("551d11", tlv(0x04, tlv(0x30, tlv(DNS, utf8("a")))));
        String malformed = " (expected: DER as in RFC 5280)";
        return Stream.of(
                arguments("nothing", new byte[0], "element missing" + malformed),
                arguments("a byte behind it", Arrays.copyOf(good, good.length + 1), "surplus element" + malformed),
                arguments(
                        "a byte missing",
                        Arrays.copyOf(good, good.length - 1),
                        "length beyond the enclosing element" + malformed),
                arguments("indefinite length", hex("30800000"), "indefinite length" + malformed),
                arguments("padded length", hex("30820001aa"), "length not in its shortest form" + malformed),
                arguments(
                        "long form for a short length", hex("308101aa"), "length not in its shortest form" + malformed),
                arguments("length of four bytes", hex("3084ffffffff"), "length of 16 MiB or more" + malformed),
                arguments("tag of several bytes", hex("30041f810100"), "unexpected tag" + malformed),
                arguments(
                        "explicit tag of several bytes in a name",
                        replaceVersion(hex("bf8101020500")),
                        "unexpected tag" + malformed),
                arguments("version 4", replaceVersion(tlv(0xA0, hex("020103"))), "unknown version" + malformed),
                arguments(
                        "extensions in version 1",
                        DerCertificate.withVersion(new byte[0], tlv(0xA3, tlv(0x30, san))),
                        "surplus element" + malformed),
                arguments("no extension in the list", DerCertificate.withExtensions(), "element missing" + malformed),
                arguments(
                        "critical neither true nor false",
                        DerCertificate.withExtensions(extension("551d11", hex("0101010400"))),
                        "boolean that is neither 00 nor FF" + malformed),
                arguments(
                        "subjectAltName twice",
                        DerCertificate.withExtensions(san, san),
                        "extension 2.5.29.17 occurs twice (expected: each at most once)"),
                arguments(
                        "any other extension twice",
                        DerCertificate.withExtensions(
                                extension("551d0f", hex("0400")), san, extension("551d0f", hex("0400"))),
                        "extension 2.5.29.15 occurs twice (expected: each at most once)"));
    }

    @Test
    void everyPrefixOfACertificateIsRefused() {
        byte[] good = DerCertificate.withSan(tlv(DNS, utf8("a.example.com")));

        for (int length = 0; length < good.length; length++) {
            byte[] prefix = Arrays.copyOf(good, length);
            assertThatExceptionOfType(IdentityException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> DeviceCertificate.parse(prefix));
        }
    }

    private static byte[] replaceVersion(byte[] version) {
        return DerCertificate.withVersion(version, new byte[0]);
    }
}
