package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.config.ClientAuth;
import io.mqttproxy.identity.CertificateField;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.KeyKind;
import io.mqttproxy.testsupport.TestAuthority;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets in, decided by real handshakes: both engines, both versions, a client that is not ours. */
class ClientTrustTest {

    @TempDir
    private Path folder;

    private TestPki pki;

    @BeforeEach
    void makeAuthorities() {
        pki = TestPki.in(folder);
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void letsAClientInWhoseChainLeadsToTheRoot(TlsEngine engine, String version) throws Exception {
        // when
        try (OpenListener listener = OpenListener.requiring(pki, engine);
                Handshake handshake = listener.handshake(TestDevice.with(pki, pki.client("device-1")), version)) {
            // then
            assertThat(handshake.succeeded()).isTrue();
            assertThat(handshake.session().identity().find(CertificateField.SUBJECT_CN))
                    .isEqualTo("device-1");
            assertThat(handshake.session().version()).isEqualTo(version);
            assertThat(handshake.session().resumed()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void letsAClientInThatTheRootItselfHasIssued(TlsEngine engine, String version) throws Exception {
        try (OpenListener listener = OpenListener.requiring(pki, engine);
                Handshake handshake =
                        listener.handshake(TestDevice.with(pki, pki.root().client("device-1")), version)) {
            assertThat(handshake.succeeded()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void letsAClientInWithAnRsaKey(TlsEngine engine, String version) throws Exception {
        // given
        TestCertificate rsa =
                pki.issuing().issue(CertificateSpec.client("device-1").key(KeyKind.RSA_2048));

        // when
        try (OpenListener listener = OpenListener.requiring(pki, engine);
                Handshake handshake = listener.handshake(TestDevice.with(pki, rsa), version)) {
            // then
            assertThat(handshake.succeeded()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void refusesAClientThatForgotItsIntermediate(TlsEngine engine, String version) throws Exception {
        // given
        TestCertificate device = pki.client("device-1");
        List<X509Certificate> leafOnly = List.of(device.certificate());

        // when
        try (OpenListener listener =
                        OpenListener.open(pki, engine, ClientAuth.REQUIRED, pki.caFile(), OpenListener.DEEP);
                Handshake handshake =
                        listener.handshake(TestDevice.with(pki, device.privateKey(), leafOnly), version)) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_UNTRUSTED);
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void takesAnIntermediateForAnAnchorWhenTheOperatorDoes(TlsEngine engine, String version) throws Exception {
        // given
        TestCertificate device = pki.client("device-1");

        // when
        try (OpenListener listener = OpenListener.open(
                        pki, engine, ClientAuth.REQUIRED, pki.issuing().certFile(), 0);
                Handshake handshake = listener.handshake(TestDevice.with(pki, device), version)) {
            // then
            assertThat(handshake.succeeded()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void refusesAnExpiredCertificate(TlsEngine engine, String version) throws Exception {
        // given
        TestCertificate old =
                pki.issuing().issue(CertificateSpec.client("device-1").expired());

        // when
        try (OpenListener listener = OpenListener.requiring(pki, engine);
                Handshake handshake = listener.handshake(TestDevice.with(pki, old), version)) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_EXPIRED);
            if (engine == TlsEngine.NATIVE) {
                assertThat(handshake.alert()).contains("certificate_expired");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void refusesACertificateThatIsNotYetValid(TlsEngine engine, String version) throws Exception {
        // given
        TestCertificate early =
                pki.issuing().issue(CertificateSpec.client("device-1").notYetValid());

        // when
        try (OpenListener listener = OpenListener.requiring(pki, engine);
                Handshake handshake = listener.handshake(TestDevice.with(pki, early), version)) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_EXPIRED);
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void refusesTheCertificateOfAnotherAuthority(TlsEngine engine, String version) throws Exception {
        try (OpenListener listener = OpenListener.requiring(pki, engine);
                Handshake handshake =
                        listener.handshake(TestDevice.with(pki, pki.stranger().client("device-1")), version)) {
            refused(handshake, HandshakeFailure.CERTIFICATE_UNTRUSTED);
            if (engine == TlsEngine.NATIVE) {
                assertThat(handshake.alert()).contains("unknown_ca");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void refusesAnAuthorityThatOnlyHasTheNameOfOurs(TlsEngine engine, String version) throws Exception {
        // given
        TestAuthority impostor = pki.authority("Test Root CA");

        // when
        try (OpenListener listener = OpenListener.requiring(pki, engine);
                Handshake handshake = listener.handshake(TestDevice.with(pki, impostor.client("device-1")), version)) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_UNTRUSTED);
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void refusesACertificateThatSignedItself(TlsEngine engine, String version) throws Exception {
        // given an authority's certificate is the one that signs itself
        TestCertificate child = pki.authority("Self Signed").client("device-1");
        List<X509Certificate> withItsRoot =
                List.of(child.certificate(), pki.authority("Self Signed").certificate());

        // when
        try (OpenListener listener =
                        OpenListener.open(pki, engine, ClientAuth.REQUIRED, pki.caFile(), OpenListener.DEEP);
                Handshake handshake =
                        listener.handshake(TestDevice.with(pki, child.privateKey(), withItsRoot), version)) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_UNTRUSTED);
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void refusesADeviceThatActsAsAnAuthority(TlsEngine engine, String version) throws Exception {
        // given a certificate whose chain goes through the certificate of a device
        TestCertificate device = pki.client("device-1");
        TestCertificate forged = pki.stranger().client("device-2");
        List<X509Certificate> chain = List.of(
                forged.certificate(), device.certificate(), device.chain().get(1));

        // when
        try (OpenListener listener =
                        OpenListener.open(pki, engine, ClientAuth.REQUIRED, pki.caFile(), OpenListener.DEEP);
                Handshake handshake = listener.handshake(TestDevice.with(pki, forged.privateKey(), chain), version)) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_UNTRUSTED);
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void refusesTheCertificateOfAServer(TlsEngine engine, String version) throws Exception {
        // given the extended key usage serverAuth and nothing else (RFC 5280 section 4.2.1.12)
        TestCertificate server =
                pki.issuing().issue(CertificateSpec.client("device-1").usage(KeyPurposeId.id_kp_serverAuth));

        // when
        try (OpenListener listener = OpenListener.requiring(pki, engine);
                Handshake handshake = listener.handshake(TestDevice.with(pki, server), version)) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_UNTRUSTED);
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void takesACertificateWithoutExtendedKeyUsages(TlsEngine engine, String version) throws Exception {
        try (OpenListener listener = OpenListener.requiring(pki, engine);
                Handshake handshake = listener.handshake(
                        TestDevice.with(
                                pki,
                                pki.issuing()
                                        .issue(CertificateSpec.client("device-1")
                                                .usage())),
                        version)) {
            assertThat(handshake.succeeded()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void countsIntermediatesAgainstTheDepth(TlsEngine engine, String version) throws Exception {
        // given
        TestCertificate device = pki.client("device-1");

        // when
        try (OpenListener listener = OpenListener.open(pki, engine, ClientAuth.REQUIRED, pki.caFile(), 0);
                Handshake handshake = listener.handshake(TestDevice.with(pki, device), version)) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_UNTRUSTED);
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void takesAChainAsLongAsTheDepthAllows(TlsEngine engine, String version) throws Exception {
        // given two intermediates
        TestCertificate device = pki.issuing().intermediate("Second Issuing CA").client("device-1");

        // when
        try (OpenListener listener = OpenListener.open(pki, engine, ClientAuth.REQUIRED, pki.caFile(), 2);
                Handshake handshake = listener.handshake(TestDevice.with(pki, device), version)) {
            // then
            assertThat(handshake.succeeded()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"20, true", "30, false"})
    void boundsTheBytesOfAllCertificatesOfAClient(int kibibytes, boolean getsIn) throws Exception {
        // given a certificate that is as large as that, most of it a comment
        Extension comment = new Extension(
                new ASN1ObjectIdentifier("2.16.840.1.113730.1.13"),
                false,
                new DEROctetString(new byte[kibibytes * 1024]));
        TestCertificate large =
                pki.issuing().issue(CertificateSpec.client("device-1").extension(comment));

        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            // when
            try (OpenListener listener = OpenListener.requiring(pki, TlsEngine.NATIVE);
                    Handshake handshake = listener.handshake(TestDevice.with(pki, large), version)) {
                // then
                assertThat(handshake.succeeded()).isEqualTo(getsIn);
            }
        }
    }

    private static void refused(Handshake handshake, HandshakeFailure failure) {
        assertThat(handshake.succeeded()).isFalse();
        assertThat(handshake.failure()).isEqualTo(failure);
        assertThat(handshake.alert()).contains("fatal alert");
    }
}
