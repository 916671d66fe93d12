package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.testsupport.TestAuthority;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestCrl;
import io.mqttproxy.testsupport.TestPki;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Revocation lists in real handshakes: both engines, both versions, a client that is not ours. */
class CrlTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
    private TestPki pki;
    private TestCertificate device;
    private Path rootCrl;
    private Path issuingCrl;

    static Stream<Arguments> everywhere() {
        return Stream.of(TlsEngine.values())
                .flatMap(engine -> Stream.of("TLSv1.3", "TLSv1.2").map(version -> Arguments.of(engine, version)));
    }

    @BeforeEach
    void makeCertificates() {
        pki = TestPki.in(folder);
        device = pki.client("device-1");
        rootCrl = TestCrl.write(folder.resolve("root.crl"), pki.root().crl());
        issuingCrl = TestCrl.write(folder.resolve("issuing.crl"), pki.issuing().crl());
    }

    @AfterEach
    void stopBackground() {
        background.shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void letsAClientInThatIsOnNoList(TlsEngine engine, String version) throws Exception {
        // given
        TestCrl.write(issuingCrl, pki.issuing().crl(pki.client("another").certificate()));

        // when
        try (LiveTls tls = live(engine, "reject");
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
        TestCrl.write(issuingCrl, pki.issuing().crl(device.certificate()));

        // when
        try (LiveTls tls = live(engine, "reject");
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
        TestCrl.write(rootCrl, pki.root().crl(pki.issuing().certificate()));

        // when
        try (LiveTls tls = live(engine, "reject");
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
        TestCrl.write(issuingCrl, impostor.crl());

        // when
        try (LiveTls tls = live(engine, "accept");
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
        TestCrl.write(issuingCrl, pki.issuing().crl().expired());

        // when
        try (LiveTls tls = live(engine, "reject");
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
        TestCrl.write(issuingCrl, pki.issuing().crl(revoked.certificate()).expired());

        // when
        try (LiveTls tls = live(engine, "accept");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            new TlsClient(pki, device, version).connect(port.port());
            new TlsClient(pki, revoked, version).connect(port.port());

            // then
            assertThat(port.nextEnd()).isInstanceOf(TlsSession.class);
            assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_REVOKED);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void refusesToResumeWithACertificateThatWasRevokedSince(TlsEngine engine, String version) throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        try (LiveTls tls = live(engine, "reject")) {
            tls.refreshRevocation(background, listener -> changed.countDown());
            TestDevice client = TestDevice.with(pki, device);
            assertThat(sessionOf(client, version, tls).resumed()).isFalse();
            assertThat(sessionOf(client, version, tls).resumed()).isEqualTo(engine == TlsEngine.NATIVE);

            // when
            TestCrl.write(issuingCrl, pki.issuing().crl(device.certificate()));
            assertThat(changed.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

            // then
            try (Handshake again = handshake(client, tls, version)) {
                assertThat(again.succeeded()).isFalse();
                assertThat(again.failure()).isEqualTo(HandshakeFailure.CERTIFICATE_REVOKED);
            }
            assertThat(tls.isRevoked(
                            "mqtts",
                            device.certificate().getIssuerX500Principal(),
                            device.certificate().getSerialNumber()))
                    .isTrue();
        }
    }

    @Test
    void keepsTheListThatItHasWhenTheNewOneIsBroken() throws Exception {
        TestCrl.write(issuingCrl, pki.issuing().crl(device.certificate()));
        try (LiveTls tls = live(TlsEngine.JDK, "reject");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            tls.refreshRevocation(background, listener -> {});

            // when
            Files.writeString(issuingCrl, "half a fi");
            await().atMost(LIMIT)
                    .until(() -> tls.crlFile("mqtts", "issuing.crl").refreshFailed());
            new TlsClient(pki, device, "TLSv1.3").connect(port.port());

            // then
            assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_REVOKED);

            // and when it is mended
            TestCrl.write(issuingCrl, pki.issuing().crl());
            await().atMost(LIMIT)
                    .until(() -> !tls.crlFile("mqtts", "issuing.crl").refreshFailed());
            new TlsClient(pki, device, "TLSv1.3").connect(port.port());
            assertThat(port.nextEnd()).isInstanceOf(TlsSession.class);
        }
    }

    @Test
    void tellsAboutEveryFileThatCannotBeUsedAtTheStart() throws Exception {
        // given
        Files.writeString(issuingCrl, "garbage");
        TestCrl.write(rootCrl, pki.authority("Test Root CA").crl());

        // then
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> live(TlsEngine.JDK, "reject"))
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
        return handshake(TestDevice.with(pki, device), tls, version);
    }

    private static Handshake handshake(TestDevice device, LiveTls tls, String version) {
        return Handshake.between(
                device.engine(version),
                Objects.requireNonNull(tls.contexts("mqtts").get()));
    }

    private static TlsSession sessionOf(TestDevice device, String version, LiveTls tls) throws Exception {
        try (Handshake handshake = handshake(device, tls, version)) {
            return handshake.session();
        }
    }

    private LiveTls live(TlsEngine engine, String whenExpired) throws Exception {
        TestCertificate server = pki.server();
        Path file = Files.writeString(folder.resolve("proxy.yaml"), """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                  mqtts:
                    bind: 127.0.0.1:0
                    tls:
                      certificates: [server]
                      clientAuth: required
                      caFile: %s
                      crl: {files: [root.crl, issuing.crl], refresh: 100ms, whenExpired: %s}
                clusters:
                  brokers: {backends: ["127.0.0.1:1883"]}
                """.formatted(
                        server.certFile(), server.keyFile(), pki.caFile(), whenExpired));
        ProxyConfig config = new ConfigLoader(Map.of()).load(file);
        LiveTls live = new LiveTls(config, engine, InstantSource.system());
        if (Objects.requireNonNull(Objects.requireNonNull(live.contexts("mqtts").get())
                                .select(null))
                        .context()
                instanceof ReferenceCountedOpenSslContext context) {
            // Netty gives out no tickets of its own once the JDK's engine was told to give out none, in this process.
            context.sessionContext()
                    .setTicketKeys(new OpenSslSessionTicketKey(new byte[16], new byte[16], new byte[16]));
        }
        return live;
    }
}
