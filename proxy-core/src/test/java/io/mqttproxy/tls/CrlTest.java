package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.testsupport.TestAuthority;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Revocation lists in real handshakes: both engines, both versions, a client that is not ours. */
class CrlTest {

    @TempDir
    private Path folder;

    private TestPki pki;
    private TestCertificate device;
    private CrlListener files;

    static Stream<Arguments> everywhere() {
        return Stream.of(TlsEngine.values())
                .flatMap(engine -> Stream.of("TLSv1.3", "TLSv1.2").map(version -> Arguments.of(engine, version)));
    }

    @BeforeEach
    void makeCertificates() {
        pki = TestPki.in(folder);
        device = pki.client("device-1");
        files = new CrlListener(folder, pki);
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void letsAClientInThatIsOnNoList(TlsEngine engine, String version) throws Exception {
        // given
        files.issuing(pki.issuing().crl(pki.client("another").certificate()));

        // when
        try (LiveTls tls = files.live(engine, "reject");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            // then
            assertThat(new TlsClient(pki, device, version).connect(port.port())).isEmpty();
            assertThat(port.nextEnd()).isInstanceOf(TlsSession.class);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void refusesARevokedClientAndTellsIt(TlsEngine engine, String version) throws Exception {
        // given
        files.issuing(pki.issuing().crl(device.certificate()));

        // when
        try (LiveTls tls = files.live(engine, "reject");
                Handshake handshake = handshake(tls, version)) {
            // then the JDK's engine has one alert for all that its trust manager refuses
            assertThat(handshake.failure()).isEqualTo(HandshakeFailure.CERTIFICATE_REVOKED);
            assertThat(handshake.alert())
                    .contains(engine == TlsEngine.NATIVE ? "certificate_revoked" : "certificate_unknown");
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void refusesAClientWhoseIssuerIsRevoked(TlsEngine engine, String version) throws Exception {
        // given
        files.root(pki.root().crl(pki.issuing().certificate()));

        // when
        try (LiveTls tls = files.live(engine, "reject");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            new TlsClient(pki, device, version).connect(port.port());

            // then
            assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_REVOKED);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void refusesAClientWhoseIssuerHasNoList(TlsEngine engine, String version) throws Exception {
        // given a list that another CA of the same name has signed
        TestAuthority impostor = pki.stranger().intermediate("Test Issuing CA");
        files.issuing(impostor.crl());

        // when
        try (LiveTls tls = files.live(engine, "accept");
                Handshake handshake = handshake(tls, version)) {
            // then
            assertThat(handshake.failure()).isEqualTo(HandshakeFailure.CERTIFICATE_STATUS_UNKNOWN);
            assertThat(handshake.alert()).contains("certificate_unknown");
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void refusesClientsWhoseListIsPastItsDate(TlsEngine engine, String version) throws Exception {
        // given
        files.issuing(pki.issuing().crl().expired());

        // when
        try (LiveTls tls = files.live(engine, "reject");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            new TlsClient(pki, device, version).connect(port.port());

            // then
            assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_STATUS_UNKNOWN);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void usesAListPastItsDateWhereThatIsAccepted(TlsEngine engine, String version) throws Exception {
        // given
        TestCertificate revoked = pki.client("device-2");
        files.issuing(pki.issuing().crl(revoked.certificate()).expired());

        // when
        try (LiveTls tls = files.live(engine, "accept");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            new TlsClient(pki, device, version).connect(port.port());
            new TlsClient(pki, revoked, version).connect(port.port());

            // then
            assertThat(port.nextEnd()).isInstanceOf(TlsSession.class);
            assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_REVOKED);
        }
    }

    @Test
    void tellsAboutEveryFileThatCannotBeUsedAtTheStart() throws Exception {
        // given
        Files.writeString(files.issuing(), "garbage");
        files.root(pki.authority("Test Root CA").crl());

        // then
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> files.live(TlsEngine.JDK, "reject"))
                .satisfies(e -> assertThat(e.problems())
                        .extracting(Object::toString)
                        .containsExactly(
                                folder.resolve("proxy.yaml")
                                        + ":10:21 listeners.mqtts.tls.crl.files[0]: a CRL that its CA"
                                        + " (CN=Test Root CA) has not signed: root.crl (expected: complete CRLs with"
                                        + " nextUpdate, PEM or DER, signed by their CA)",
                                folder.resolve("proxy.yaml") + ":10:31 listeners.mqtts.tls.crl.files[1]: no CRL in the"
                                        + " file: issuing.crl (expected: complete CRLs with nextUpdate, PEM or DER,"
                                        + " signed by their CA)"));
    }

    private Handshake handshake(LiveTls tls, String version) {
        return CrlListener.handshake(TestDevice.with(pki, device), tls, version);
    }
}
