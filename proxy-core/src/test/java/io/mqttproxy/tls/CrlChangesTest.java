package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Revocation lists that change while a listener serves: for resumed handshakes, for open sessions, and when they break. */
class CrlChangesTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
    private TestPki pki;
    private TestCertificate device;
    private CrlListener files;

    @BeforeEach
    void makeCertificates() {
        pki = TestPki.in(folder);
        device = pki.client("device-1");
        files = new CrlListener(folder, pki);
    }

    @AfterEach
    void stopBackground() {
        background.shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.CrlTest#everywhere")
    void refusesToResumeWithACertificateThatWasRevokedSince(TlsEngine engine, String version) throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        try (LiveTls tls = files.live(engine, "reject")) {
            tls.refreshRevocation(background, listener -> changed.countDown());
            TestDevice client = TestDevice.with(pki, device);
            TlsSession full = sessionOf(client, version, tls);
            TlsSession resumed = sessionOf(client, version, tls);
            assertThat(full.resumed()).isFalse();
            assertThat(resumed.resumed()).isEqualTo(engine == TlsEngine.NATIVE);
            assertThat(tls.isRevoked("mqtts", full.path())).isFalse();

            // when
            files.issuing(pki.issuing().crl(device.certificate()));
            assertThat(changed.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

            // then
            try (Handshake again = CrlListener.handshake(client, tls, version)) {
                assertThat(again.succeeded()).isFalse();
                assertThat(again.failure()).isEqualTo(HandshakeFailure.CERTIFICATE_REVOKED);
            }
            assertThat(tls.isRevoked("mqtts", full.path())).isTrue();
            assertThat(tls.isRevoked("mqtts", resumed.path())).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.CrlTest#everywhere")
    void knowsOfAnOpenSessionWhoseIssuerWasRevokedSince(TlsEngine engine, String version) throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        try (LiveTls tls = files.live(engine, "reject")) {
            tls.refreshRevocation(background, listener -> changed.countDown());
            TlsSession session = sessionOf(TestDevice.with(pki, device), version, tls);
            assertThat(tls.isRevoked("mqtts", session.path())).isFalse();

            // when
            files.root(pki.root().crl(pki.issuing().certificate()));
            assertThat(changed.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

            // then
            assertThat(tls.isRevoked("mqtts", session.path())).isTrue();
        }
    }

    @Test
    void tellsAfterAReloadBecauseItReadTheListsAnew() throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        try (LiveTls tls = files.live(TlsEngine.best(), "reject")) {
            tls.refreshRevocation(background, listener -> changed.countDown());

            // when
            tls.reload(background);

            // then
            assertThat(changed.getCount()).isZero();
        }
    }

    @Test
    void aListPastItsDateIsNoReasonToEndASession() throws Exception {
        try (LiveTls tls = files.live(TlsEngine.best(), "reject")) {
            TlsSession session = sessionOf(TestDevice.with(pki, device), "TLSv1.3", tls);
            files.issuing(pki.issuing().crl().expired());

            // when
            tls.reload(background);

            // then
            assertThat(tls.isRevoked("mqtts", session.path())).isFalse();
            try (Handshake next = CrlListener.handshake(TestDevice.with(pki, device), tls, "TLSv1.3")) {
                assertThat(next.failure()).isEqualTo(HandshakeFailure.CERTIFICATE_STATUS_UNKNOWN);
            }
        }
    }

    @Test
    void keepsTheListThatItHasWhenTheNewOneIsBroken() throws Exception {
        files.issuing(pki.issuing().crl(device.certificate()));
        try (LiveTls tls = files.live(TlsEngine.JDK, "reject");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            tls.refreshRevocation(background, listener -> {});

            // when
            Files.writeString(files.issuing(), "half a fi");
            await().atMost(LIMIT)
                    .until(() -> tls.crlFile("mqtts", "issuing.crl").refreshFailed());
            new TlsClient(pki, device, "TLSv1.3").connect(port.port());

            // then
            assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_REVOKED);

            // and when it is mended
            files.issuing(pki.issuing().crl());
            await().atMost(LIMIT)
                    .until(() -> !tls.crlFile("mqtts", "issuing.crl").refreshFailed());
            new TlsClient(pki, device, "TLSv1.3").connect(port.port());
            assertThat(port.nextEnd()).isInstanceOf(TlsSession.class);
        }
    }

    @Test
    void keepsTheListThatItHasWhenCertificatesAreReloadedAndTheListIsBroken() throws Exception {
        files.issuing(pki.issuing().crl(device.certificate()));
        try (LiveTls tls = files.live(TlsEngine.JDK, "reject");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            tls.refreshRevocation(background, listener -> {});
            Files.writeString(files.issuing(), "half a fi");

            // when
            tls.reload(background);
            new TlsClient(pki, device, "TLSv1.3").connect(port.port());

            // then
            assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_REVOKED);
            assertThat(tls.crlFile("mqtts", "issuing.crl").refreshFailed()).isTrue();

            // and when it is mended
            files.issuing(pki.issuing().crl());
            await().atMost(LIMIT)
                    .until(() -> !tls.crlFile("mqtts", "issuing.crl").refreshFailed());
            new TlsClient(pki, device, "TLSv1.3").connect(port.port());
            assertThat(port.nextEnd()).isInstanceOf(TlsSession.class);
        }
    }

    private static TlsSession sessionOf(TestDevice device, String version, LiveTls tls) throws Exception {
        try (Handshake handshake = CrlListener.handshake(device, tls, version)) {
            return handshake.session();
        }
    }
}
