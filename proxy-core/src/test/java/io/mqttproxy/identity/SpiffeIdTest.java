package io.mqttproxy.identity;

import static io.mqttproxy.identity.DerCertificate.extension;
import static io.mqttproxy.identity.DerCertificate.hex;
import static io.mqttproxy.identity.DerCertificate.tlv;
import static io.mqttproxy.identity.DerCertificate.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SPIFFE-ID section 2 and X509-SVID section 5.2. */
class SpiffeIdTest {
    private static final int URI = 0x86;
    private static final String ID = "spiffe://example.com/fleet/device-1";
    private static final String PATH = "path segments of letters, digits, '.', '-' and '_', none empty, . or ..";
    private static final String DOMAIN = "a trust domain of 1 to 255 lower-case letters, digits, '.', '-' and '_'";

    @ParameterizedTest
    @ValueSource(strings = {ID, "spiffe://a/b", "spiffe://1.2.3.4/X_y-z.0", "spiffe://a_b.c-d/...", "spiffe://a/.b/c."})
    void readsTheIdOfAWorkload(String uri) throws Exception {
        assertThat(svid(uri).field(CertificateField.SPIFFE)).isEqualTo(uri);
    }

    @Test
    void readsTheLongestOneWhereverThereIsNoOtherLimit() throws Exception {
        String longest = "spiffe://example.com/" + "x".repeat(2048 - 21);

        assertThat(svid(longest).field(CertificateField.SPIFFE)).isEqualTo(longest);
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> svid(longest + "x").find(CertificateField.SPIFFE))
                .withMessage("spiffe: 2049 bytes (expected: at most 2048)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"urn:device:1", "https://example.com/spiffe:", "spiff://a/b", "spiffes://a/b"})
    void findsNoneInAnotherUri(String uri) throws Exception {
        assertThat(svid(uri).find(CertificateField.SPIFFE)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spiffe://example.com | spiffe://trust-domain/path",
                "spiffe:example.com/a | spiffe://trust-domain/path",
                "spiffe:/example.com/a | spiffe://trust-domain/path",
                "spiffe: | spiffe://trust-domain/path",
                "SPIFFE://example.com/a | spiffe://trust-domain/path",
                "spiffe:///a | " + DOMAIN,
                "spiffe://Example.com/a | " + DOMAIN,
                "spiffe://example.com:8443/a | " + DOMAIN,
                "spiffe://user@example.com/a | " + DOMAIN,
                "spiffe://exa%6dple.com/a | " + DOMAIN,
                "spiffe://[2001:db8::1]/a | " + DOMAIN,
                "spiffe://a?b/c | " + DOMAIN,
                "spiffe://example.com/ | " + PATH,
                "spiffe://example.com/a/ | " + PATH,
                "spiffe://example.com//a | " + PATH,
                "spiffe://example.com/./a | " + PATH,
                "spiffe://example.com/a/../b | " + PATH,
                "spiffe://example.com/a%2Fb | " + PATH,
                "spiffe://example.com/a?b=c | " + PATH,
                "spiffe://example.com/a#b | " + PATH,
                "spiffe://example.com/a b | " + PATH,
                "spiffe://example.com/a+b | " + PATH,
                "spiffe://example.com/$SYS | " + PATH,
            })
    void refusesWhatIsMeantToBeOneAndIsNone(String uri, String expected) {
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> svid(uri).find(CertificateField.SPIFFE))
                .withMessage("spiffe: " + uri + " (expected: " + expected + ")");
    }

    @Test
    void refusesATrustDomainThatIsTooLong() {
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> svid("spiffe://" + "a".repeat(256) + "/b").find(CertificateField.SPIFFE))
                .withMessageEndingWith("(expected: " + DOMAIN + ")");
    }

    @Test
    void refusesASecondUriEvenWhenThatIsNoSpiffeId() {
        assertRefused(certificate(hex(""), ID, "urn:device:1"), "more than one (expected: exactly one)");
        assertRefused(certificate(hex(""), "urn:device:1", "urn:device:1"), "more than one (expected: exactly one)");
    }

    @ParameterizedTest
    @CsvSource({
        "551d13, 30030101ff", // basicConstraints: cA
        "551d13, 30060101ff020100", // with pathLenConstraint
        "551d0f, 03020204", // keyUsage: keyCertSign
        "551d0f, 03020102", // cRLSign
        "551d0f, 03020186", // digitalSignature, keyCertSign and cRLSign
    })
    void refusesASigningCertificate(String oid, String value) {
        assertRefused(
                certificate(extension(oid, tlv(0x04, hex(value))), ID),
                "certificate of a CA (expected: that of an end entity)");
    }

    @ParameterizedTest
    @CsvSource({
        "551d13, 3000", // basicConstraints: cA FALSE by default
        "551d13, 3003010100", // written out
        "551d0f, 03020780", // keyUsage: digitalSignature
        "551d0f, 030100", // nothing
    })
    void takesTheCertificateOfAnEndEntity(String oid, String value) throws Exception {
        byte[] der = certificate(extension(oid, tlv(0x04, hex(value))), ID);

        assertThat(DeviceCertificate.parse(der).field(CertificateField.SPIFFE)).isEqualTo(ID);
    }

    @ParameterizedTest
    @CsvSource({
        "551d13, 30, basicConstraints: cut short",
        "551d13, 3000 00, basicConstraints: surplus element",
        "551d13, 3003010101, basicConstraints: boolean that is neither 00 nor FF",
        "551d13, 30020400, basicConstraints: unexpected tag",
        "551d0f, 0300, keyUsage: bit string of no whole bits",
        "551d0f, 030107, keyUsage: bit string of no whole bits",
        "551d0f, 03020880, keyUsage: bit string of no whole bits",
        "551d0f, 0400, keyUsage: unexpected tag",
    })
    void refusesConstraintsThatCannotBeRead(String oid, String value, String message) throws Exception {
        byte[] der = certificate(extension(oid, tlv(0x04, hex(value.replace(" ", "")))), ID);

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> DeviceCertificate.parse(der).find(CertificateField.SPIFFE))
                .withMessageStartingWith(message);
    }

    private static void assertRefused(byte[] der, String message) {
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> DeviceCertificate.parse(der).find(CertificateField.SPIFFE))
                .withMessage("spiffe: " + message);
    }

    private static DeviceCertificate svid(String uri) throws IdentityException {
        return DeviceCertificate.parse(certificate(hex(""), uri));
    }

    /** @param extension one more, or nothing */
    private static byte[] certificate(byte[] extension, String... uris) {
        byte[][] names = new byte[uris.length][];
        for (int i = 0; i < uris.length; i++) {
            names[i] = tlv(URI, utf8(uris[i]));
        }
        return DerCertificate.withExtensions(DerCertificate.concat(DerCertificate.san(names), extension));
    }
}
