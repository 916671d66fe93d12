package io.mqttproxy.identity;

import static io.mqttproxy.identity.DerCertificate.attribute;
import static io.mqttproxy.identity.DerCertificate.commonName;
import static io.mqttproxy.identity.DerCertificate.rdn;
import static io.mqttproxy.identity.DerCertificate.tlv;
import static io.mqttproxy.identity.DerCertificate.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every hostile text in every place of a certificate that text can be taken from, by every way of taking it. */
class CertificateMatrixTest {
    private static final int UTF8_STRING = 0x0C;
    private static final int EMAIL = 0x81;
    private static final int DNS = 0x82;
    private static final int URI = 0x86;

    private static final List<Place> PLACES = List.of(
            Place.utf8("subject.cn", text -> DerCertificate.withSubject(rdn(commonName(text)))),
            Place.utf8("subject.dn", text -> DerCertificate.withSubject(rdn(commonName(text)))),
            Place.utf8("subject.ou", text -> subject("55040b", text)),
            Place.utf8("subject.serialNumber", text -> subject("550405", text)),
            Place.utf8("subject.uid", text -> subject("0992268993f22c640101", text)),
            Place.utf8("subject.1.3.6.1.4.1.37244.1.1", text -> subject("2b0601040182a27c0101", text)),
            Place.utf8("issuer.cn", text -> DerCertificate.withIssuer(rdn(commonName(text)))),
            Place.utf8("issuer.dn", text -> DerCertificate.withIssuer(rdn(commonName(text)))),
            Place.utf8(
                    "san.upn",
                    text -> DerCertificate.withSan(DerCertificate.userPrincipalName(tlv(UTF8_STRING, utf8(text))))),
            Place.ascii("san.dns", text -> DerCertificate.withSan(tlv(DNS, utf8(text)))),
            Place.ascii("san.uri", text -> DerCertificate.withSan(tlv(URI, utf8(text)))),
            Place.ascii("san.email", text -> DerCertificate.withSan(tlv(EMAIL, utf8(text)))),
            Place.ascii("spiffe", text -> DerCertificate.withSan(tlv(URI, utf8(text)))));

    /**
     * @param field the field that reads it
     * @param certificate makes a certificate with a text there
     * @param ascii whether the place takes nothing but ASCII
     */
    private record Place(String field, Function<String, byte[]> certificate, boolean ascii) {
        static Place utf8(String field, Function<String, byte[]> certificate) {
            return new Place(field, certificate, false);
        }

        static Place ascii(String field, Function<String, byte[]> certificate) {
            return new Place(field, certificate, true);
        }

        String refusal(HostileText hostile) {
            return ascii && !hostile.ascii()
                    ? field + ": byte above 7F at index " + hostile.index() + " (expected: ASCII)"
                    : field + ": " + hostile.character() + " at index " + hostile.index()
                            + " (expected: visible characters only)";
        }

        @Override
        public String toString() {
            return field;
        }
    }

    static Stream<Arguments> matrix() {
        return PLACES.stream().flatMap(place -> HostileText.ALL.stream().map(text -> arguments(place, text)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("matrix")
    void isRefusedAsFieldAndAsIdentityAndInATemplateWithADefault(Place place, HostileText hostile) throws Exception {
        // given
        DeviceCertificate certificate =
                DeviceCertificate.parse(place.certificate().apply(hostile.text()));
        PeerIdentity peer = new CertificateIdentity(certificate);
        CertificateField field = field(place);
        IdentityRule rule =
                new IdentityRule(field, null, Template.parse("${from}", IdentityRule.variables(null)), true);
        Template template = Template.parse("${cert." + place + ":-nobody}", Variables.names());

        // then
        assertRefused(place, hostile, () -> certificate.find(field));
        assertRefused(place, hostile, () -> rule.resolve(peer));
        assertRefused(place, hostile, () -> template.render(name -> peer.find(certificateField(name))));
        assertThat(certificate.field(CertificateField.SHA256)).hasSize(64);
    }

    /** So that no row above passes because its place is never read. */
    @ParameterizedTest
    @MethodSource("places")
    void everyPlaceIsReadWhenItsTextIsClean(Place place) throws Exception {
        String clean = place.field().equals("spiffe") ? "spiffe://example.com/device" : "device.example";

        DeviceCertificate certificate =
                DeviceCertificate.parse(place.certificate().apply(clean));

        assertThat(certificate.field(field(place))).isIn(clean, "CN=" + clean);
    }

    static List<Place> places() {
        return PLACES;
    }

    private static void assertRefused(Place place, HostileText hostile, Extraction extraction) {
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(extraction::run)
                .withMessage(place.refusal(hostile));
    }

    private static CertificateField field(Place place) {
        return Objects.requireNonNull(CertificateField.of(place.field()));
    }

    private static CertificateField certificateField(String variable) {
        return Objects.requireNonNull(Variables.certificateField(variable));
    }

    private static byte[] subject(String oidHex, String text) {
        return DerCertificate.withSubject(rdn(attribute(oidHex, tlv(UTF8_STRING, utf8(text)))));
    }

    @FunctionalInterface
    private interface Extraction {
        @Nullable Object run() throws IdentityException;
    }
}
