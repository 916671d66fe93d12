package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.OpensslResponder;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.testsupport.TestWebServer;
import io.mqttproxy.tls.revocation.IssuedCertificate;
import io.mqttproxy.tls.revocation.OcspCounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Handshakes that ask {@code openssl ocsp}, an implementation that is not ours, about the client. */
@RequiresProgram("openssl")
class OcspTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private TestPki pki;
    private OpensslResponder responder;
    private TestCertificate device;

    @BeforeEach
    void startResponder() {
        pki = TestPki.in(folder);
        TestCertificate signer =
                pki.issuing().issue(CertificateSpec.client("ocsp").usage(KeyPurposeId.id_kp_OCSPSigning));
        responder = OpensslResponder.start(folder, pki.issuing(), signer.leafOnlyFile(), signer.keyFile());
        device = deviceAt(responder.uri());
    }

    @AfterEach
    void stop() {
        responder.close();
    }

    private TestCertificate deviceAt(String uri) {
        return pki.issuing().issue(CertificateSpec.client("device-1").ocspLocation(uri));
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.CrlTest#everywhere")
    void letsAClientInThatTheResponderCallsGood(TlsEngine engine, String version) throws Exception {
        responder.knows(List.of(device.certificate()), List.of());
        try (LiveTls tls = live(engine, "hard-fail", "cache: 10m, timeout: 20s");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            // when
            new TlsClient(pki, device, version).connect(port.port());
            new TlsClient(pki, device, version).connect(port.port());

            // then the second one asks nobody
            assertThat(port.nextEnd()).isInstanceOf(TlsSession.class);
            assertThat(port.nextEnd()).isInstanceOf(TlsSession.class);
            assertThat(counts(tls).goodOnes()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.CrlTest#everywhere")
    void refusesAClientThatTheResponderCallsRevoked(TlsEngine engine, String version) throws Exception {
        responder.knows(List.of(), List.of(device.certificate()));
        try (LiveTls tls = live(engine, "soft-fail", "cache: 10m, timeout: 20s");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            // when
            new TlsClient(pki, device, version).connect(port.port());

            // then
            assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_REVOKED);
            assertThat(tls.isRevoked("mqtts", path(device))).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.CrlTest#everywhere")
    void withoutAnAnswerTheModeDecides(TlsEngine engine, String version) throws Exception {
        responder.kill();
        try (LiveTls hard = live(engine, "hard-fail", "cache: 10m, timeout: 20s");
                LiveTls soft = live(engine, "soft-fail", "cache: 10m, timeout: 20s");
                TlsPort hardPort = new TlsPort(hard.contexts("mqtts"));
                TlsPort softPort = new TlsPort(soft.contexts("mqtts"))) {
            // when
            new TlsClient(pki, device, version).connect(hardPort.port());
            new TlsClient(pki, device, version).connect(softPort.port());

            // then
            assertThat(hardPort.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_STATUS_UNKNOWN);
            assertThat(softPort.nextEnd()).isInstanceOf(TlsSession.class);
        }
    }

    @Test
    void anAnswerThatTheResponderDoesNotKnowTheCertificateIsNone() throws Exception {
        responder.knows(List.of(), List.of());
        try (LiveTls tls = live(TlsEngine.best(), "hard-fail", "cache: 10m, timeout: 20s");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            new TlsClient(pki, device, "TLSv1.3").connect(port.port());

            assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_STATUS_UNKNOWN);
            assertThat(counts(tls).unknownOnes()).isEqualTo(1);
        }
    }

    @Test
    void asksTheConfiguredResponderAboutACertificateThatNamesNone() throws Exception {
        TestCertificate plain = pki.client("device-2");
        responder.knows(List.of(plain.certificate()), List.of());
        try (LiveTls tls = live(TlsEngine.best(), "hard-fail", "timeout: 20s, responder: \"" + responder.uri() + "\"");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            new TlsClient(pki, plain, "TLSv1.3").connect(port.port());

            assertThat(port.nextEnd()).isInstanceOf(TlsSession.class);
        }
    }

    @Test
    void doesNotBelieveSomebodyWhomTheCaHasNotAuthorised() throws Exception {
        // given an ordinary device that plays responder
        TestCertificate other = pki.client("device-3");
        try (OpensslResponder impostor =
                OpensslResponder.start(folder, pki.issuing(), other.leafOnlyFile(), other.keyFile())) {
            TestCertificate victim = deviceAt(impostor.uri());
            impostor.knows(List.of(victim.certificate()), List.of());

            // when
            try (LiveTls tls = live(TlsEngine.best(), "hard-fail", "cache: 10m, timeout: 20s");
                    TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
                new TlsClient(pki, victim, "TLSv1.3").connect(port.port());

                // then
                assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_STATUS_UNKNOWN);
                assertThat(counts(tls).failedOnes()).isEqualTo(1);
            }
        }
    }

    @Test
    void believesTheCaItself() throws Exception {
        try (OpensslResponder itself = OpensslResponder.start(
                folder, pki.issuing(), pki.issuing().certFile(), pki.issuing().keyFile())) {
            TestCertificate known = deviceAt(itself.uri());
            itself.knows(List.of(known.certificate()), List.of());
            try (LiveTls tls = live(TlsEngine.best(), "hard-fail", "cache: 10m, timeout: 20s");
                    TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
                new TlsClient(pki, known, "TLSv1.2").connect(port.port());

                assertThat(port.nextEnd()).isInstanceOf(TlsSession.class);
            }
        }
    }

    @Test
    void waitsForAResponderAwayFromTheEventLoop() throws Exception {
        // given a responder that never answers, and one event loop for all clients
        try (TestWebServer server = TestWebServer.start();
                LiveTls tls = live(TlsEngine.best(), "hard-fail", "timeout: 7s");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            responder.knows(List.of(device.certificate()), List.of());
            TestCertificate slow = deviceAt(server.uri("/hangs"));
            Thread waiting = new Thread(() -> new TlsClient(pki, slow, "TLSv1.3").connect(port.port()));

            // when
            waiting.start();
            await().atMost(LIMIT).until(() -> server.requests() == 1);
            new TlsClient(pki, device, "TLSv1.3").connect(port.port());

            // then the other client is through first
            assertThat(port.nextEnd()).isInstanceOf(TlsSession.class);
            assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_STATUS_UNKNOWN);
            waiting.join();
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.CrlTest#everywhere")
    void asksAgainOnceAnAnswerIsOld(TlsEngine engine, String version) throws Exception {
        responder.knows(List.of(device.certificate()), List.of());
        try (LiveTls tls = live(engine, "soft-fail", "cache: 1s, timeout: 20s");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            TlsClient client = new TlsClient(pki, device, version);
            client.connect(port.port());
            assertThat(port.nextEnd()).isInstanceOf(TlsSession.class);

            // when it is revoked, a resumed handshake may still pass once: it asks in the background
            responder.knows(List.of(), List.of(device.certificate()));
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
                client.connect(port.port());
                assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_REVOKED);
            });

            // then it stays out although nobody answers any more
            responder.kill();
            client.connect(port.port());
            assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_REVOKED);
        }
    }

    private List<IssuedCertificate> path(TestCertificate certificate) {
        return List.of(
                IssuedCertificate.of(certificate.certificate(), pki.issuing().certificate()));
    }

    private static OcspCounts counts(LiveTls tls) {
        return Objects.requireNonNull(tls.ocspCounts("mqtts"));
    }

    private LiveTls live(TlsEngine engine, String mode, String more) throws Exception {
        TestCertificate own = pki.server();
        Path file = Files.writeString(
                folder.resolve("proxy.yaml"), """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                  mqtts:
                    bind: 127.0.0.1:0
                    tls:
                      certificates: [server]
                      clientAuth: required
                      caFile: %s
                      ocsp: {mode: %s, %s}
                clusters:
                  brokers: {backends: ["127.0.0.1:1883"]}
                """.formatted(own.certFile(), own.keyFile(), pki.caFile(), mode, more));
        return new LiveTls(new ConfigLoader(Map.of()).load(file), engine, InstantSource.system());
    }
}
