package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.config.ClientAuth;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.identity.CertificateField;
import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.KeyKind;
import io.mqttproxy.testsupport.TestAuthority;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets in, decided by real handshakes: both engines, both versions, a client that is not ours. */
class ClientTrustTest {

    private static final int DEPTH = 10;

    @TempDir
    private Path folder;

    private TestPki pki;
    private @Nullable TlsContexts contexts;

    static Stream<Arguments> everywhere() {
        return Stream.of(TlsEngine.values())
                .flatMap(engine -> Stream.of("TLSv1.3", "TLSv1.2").map(version -> Arguments.of(engine, version)));
    }

    @BeforeEach
    void makeAuthorities() {
        pki = TestPki.in(folder);
    }

    @AfterEach
    void giveBack() {
        if (contexts != null) {
            contexts.close();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void letsAClientInWhoseChainLeadsToTheRoot(TlsEngine engine, String version) throws Exception {
        // when
        try (Handshake handshake = required(engine, version, pki.client("device-1"))) {
            // then
            assertThat(handshake.succeeded()).isTrue();
            assertThat(handshake.session().identity().find(CertificateField.SUBJECT_CN))
                    .isEqualTo("device-1");
            assertThat(handshake.session().version()).isEqualTo(version);
            assertThat(handshake.session().resumed()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void letsAClientInThatTheRootItselfHasIssued(TlsEngine engine, String version) throws Exception {
        try (Handshake handshake = required(engine, version, pki.root().client("device-1"))) {
            assertThat(handshake.succeeded()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void letsAClientInWithAnRsaKey(TlsEngine engine, String version) throws Exception {
        // given
        TestCertificate rsa =
                pki.issuing().issue(CertificateSpec.client("device-1").key(KeyKind.RSA_2048));

        // when
        try (Handshake handshake = required(engine, version, rsa)) {
            // then
            assertThat(handshake.succeeded()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void refusesAClientThatForgotItsIntermediate(TlsEngine engine, String version) throws Exception {
        // given
        TestCertificate device = pki.client("device-1");
        List<X509Certificate> leafOnly = List.of(device.certificate());
        open(engine, ClientAuth.REQUIRED, pki.caFile(), DEPTH);

        // when
        try (Handshake handshake = handshake(TestDevice.with(pki, device.privateKey(), leafOnly), version)) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_UNTRUSTED);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void takesAnIntermediateForAnAnchorWhenTheOperatorDoes(TlsEngine engine, String version) throws Exception {
        // given
        TestCertificate device = pki.client("device-1");
        open(engine, ClientAuth.REQUIRED, pki.issuing().certFile(), 0);

        // when
        try (Handshake handshake = handshake(TestDevice.with(pki, device), version)) {
            // then
            assertThat(handshake.succeeded()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void refusesAnExpiredCertificate(TlsEngine engine, String version) throws Exception {
        // given
        TestCertificate old =
                pki.issuing().issue(CertificateSpec.client("device-1").expired());

        // when
        try (Handshake handshake = required(engine, version, old)) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_EXPIRED);
            if (engine == TlsEngine.NATIVE) {
                assertThat(handshake.alert()).contains("certificate_expired");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void refusesACertificateThatIsNotYetValid(TlsEngine engine, String version) throws Exception {
        // given
        TestCertificate early =
                pki.issuing().issue(CertificateSpec.client("device-1").notYetValid());

        // when
        try (Handshake handshake = required(engine, version, early)) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_EXPIRED);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void refusesTheCertificateOfAnotherAuthority(TlsEngine engine, String version) throws Exception {
        try (Handshake handshake = required(engine, version, pki.stranger().client("device-1"))) {
            refused(handshake, HandshakeFailure.CERTIFICATE_UNTRUSTED);
            if (engine == TlsEngine.NATIVE) {
                assertThat(handshake.alert()).contains("unknown_ca");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void refusesAnAuthorityThatOnlyHasTheNameOfOurs(TlsEngine engine, String version) throws Exception {
        // given
        TestAuthority impostor = pki.authority("Test Root CA");

        // when
        try (Handshake handshake = required(engine, version, impostor.client("device-1"))) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_UNTRUSTED);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void refusesACertificateThatSignedItself(TlsEngine engine, String version) throws Exception {
        // given an authority's certificate is the one that signs itself
        TestCertificate child = pki.authority("Self Signed").client("device-1");
        List<X509Certificate> withItsRoot =
                List.of(child.certificate(), pki.authority("Self Signed").certificate());
        open(engine, ClientAuth.REQUIRED, pki.caFile(), DEPTH);

        // when
        try (Handshake handshake = handshake(TestDevice.with(pki, child.privateKey(), withItsRoot), version)) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_UNTRUSTED);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void refusesADeviceThatActsAsAnAuthority(TlsEngine engine, String version) throws Exception {
        // given a certificate whose chain goes through the certificate of a device
        TestCertificate device = pki.client("device-1");
        TestCertificate forged = pki.stranger().client("device-2");
        List<X509Certificate> chain = List.of(
                forged.certificate(), device.certificate(), device.chain().get(1));
        open(engine, ClientAuth.REQUIRED, pki.caFile(), DEPTH);

        // when
        try (Handshake handshake = handshake(TestDevice.with(pki, forged.privateKey(), chain), version)) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_UNTRUSTED);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void refusesTheCertificateOfAServer(TlsEngine engine, String version) throws Exception {
        // given the extended key usage serverAuth and nothing else (RFC 5280 section 4.2.1.12)
        TestCertificate server =
                pki.issuing().issue(CertificateSpec.client("device-1").usage(KeyPurposeId.id_kp_serverAuth));

        // when
        try (Handshake handshake = required(engine, version, server)) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_UNTRUSTED);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void takesACertificateWithoutExtendedKeyUsages(TlsEngine engine, String version) throws Exception {
        try (Handshake handshake = required(
                engine,
                version,
                pki.issuing().issue(CertificateSpec.client("device-1").usage()))) {
            assertThat(handshake.succeeded()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void countsIntermediatesAgainstTheDepth(TlsEngine engine, String version) throws Exception {
        // given
        TestCertificate device = pki.client("device-1");
        open(engine, ClientAuth.REQUIRED, pki.caFile(), 0);

        // when
        try (Handshake handshake = handshake(TestDevice.with(pki, device), version)) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_UNTRUSTED);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void takesAChainAsLongAsTheDepthAllows(TlsEngine engine, String version) throws Exception {
        // given two intermediates
        TestCertificate device = pki.issuing().intermediate("Second Issuing CA").client("device-1");
        open(engine, ClientAuth.REQUIRED, pki.caFile(), 2);

        // when
        try (Handshake handshake = handshake(TestDevice.with(pki, device), version)) {
            // then
            assertThat(handshake.succeeded()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void refusesAClientWithoutACertificateWhereOneIsRequired(TlsEngine engine, String version) throws Exception {
        // given
        open(engine, ClientAuth.REQUIRED, pki.caFile(), DEPTH);

        // when
        try (Handshake handshake = handshake(TestDevice.without(pki), version)) {
            // then
            refused(handshake, HandshakeFailure.NO_CERTIFICATE);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void letsAClientWithoutACertificateInAsNobodyWhereOneIsOptional(TlsEngine engine, String version) throws Exception {
        // given
        open(engine, ClientAuth.OPTIONAL, pki.caFile(), DEPTH);

        // when
        try (Handshake handshake = handshake(TestDevice.without(pki), version)) {
            // then
            assertThat(handshake.succeeded()).isTrue();
            assertThat(handshake.session().identity()).isEqualTo(NoIdentity.INSTANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void refusesABadCertificateEvenWhereOneIsOptional(TlsEngine engine, String version) throws Exception {
        // given
        open(engine, ClientAuth.OPTIONAL, pki.caFile(), DEPTH);

        // when
        try (Handshake handshake = handshake(TestDevice.with(pki, pki.stranger().client("device-1")), version)) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_UNTRUSTED);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void asksNobodyForACertificateByDefault(TlsEngine engine, String version) throws Exception {
        // given
        open(engine, ClientAuth.NONE, null, DEPTH);

        // when a client has one all the same
        try (Handshake handshake = handshake(TestDevice.with(pki, pki.client("device-1")), version)) {
            // then
            assertThat(handshake.succeeded()).isTrue();
            assertThat(handshake.session().identity()).isEqualTo(NoIdentity.INSTANCE);
        }
    }

    @Test
    void refusesToTrustNobody() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new ClientTrust(List.of(), DEPTH))
                .withMessage("anchors: [] (expected: at least one CA certificate)");
    }

    private Handshake required(TlsEngine engine, String version, TestCertificate certificate) throws Exception {
        open(engine, ClientAuth.REQUIRED, pki.caFile(), DEPTH);
        return handshake(TestDevice.with(pki, certificate), version);
    }

    private void open(TlsEngine engine, ClientAuth clientAuth, @Nullable Path caFile, int depth) throws Exception {
        TestCertificate server = pki.server();
        KeyMaterial material =
                KeyMaterial.load(Sections.bundle(server.certFile(), server.keyFile(), null), InstantSource.system());
        TlsConfig tls = Sections.tls(clientAuth, caFile, depth);
        contexts = TlsContexts.build(Sections.listener("mqtts", tls), tls, Map.of("server", material), engine);
    }

    private Handshake handshake(TestDevice device, String version) {
        return Handshake.between(device.engine(version), Objects.requireNonNull(contexts));
    }

    private static void refused(Handshake handshake, HandshakeFailure failure) {
        assertThat(handshake.succeeded()).isFalse();
        assertThat(handshake.failure()).isEqualTo(failure);
        assertThat(handshake.alert()).contains("fatal alert");
    }
}
