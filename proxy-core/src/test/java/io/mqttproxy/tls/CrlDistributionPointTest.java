package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestCrl;
import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.testsupport.TestWebServer;
import io.mqttproxy.tls.revocation.IssuedCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** CRLs that are fetched from where certificates say, with a web server beside the handshakes. */
class CrlDistributionPointTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
    private final TestWebServer server = TestWebServer.start();
    private TestPki pki;
    private TestCertificate device;

    @BeforeEach
    void makeCertificates() {
        pki = TestPki.in(folder);
        device = pki.issuing().issue(CertificateSpec.client("device-1").crlLocation(server.uri("/issuing.crl")));
        server.put("/issuing.crl", pki.issuing().crl().der());
    }

    @AfterEach
    void stop() {
        background.shutdownNow();
        server.close();
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.CrlTest#everywhere")
    void refusesTheFirstClientOfACaUntilItsListIsThere(TlsEngine engine, String version) throws Exception {
        try (LiveTls tls = live(engine, "reject");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            TlsClient client = new TlsClient(pki, device, version);

            // when
            client.connect(port.port());
            await().atMost(LIMIT).until(() -> tls.crlDownloads("mqtts", true) == 1);
            client.connect(port.port());

            // then
            assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_STATUS_UNKNOWN);
            assertThat(port.nextEnd()).isInstanceOf(TlsSession.class);
        }
    }

    @Test
    void letsTheFirstClientInWhereThatIsAccepted() throws Exception {
        try (LiveTls tls = live(TlsEngine.best(), "accept");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            new TlsClient(pki, device, "TLSv1.3").connect(port.port());

            assertThat(port.nextEnd()).isInstanceOf(TlsSession.class);
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.CrlTest#everywhere")
    void refusesToResumeOnceTheNextListRevokes(TlsEngine engine, String version) throws Exception {
        try (LiveTls tls = live(engine, "accept");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            tls.refreshRevocation(background, listener -> {});
            TlsClient client = new TlsClient(pki, device, version);
            client.connect(port.port());
            assertThat(port.nextEnd()).isInstanceOf(TlsSession.class);

            // when
            server.put("/issuing.crl", later(pki.issuing().crl(device.certificate())));
            await().atMost(LIMIT).until(() -> revoked(tls));
            client.connect(port.port());

            // then
            assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_REVOKED);
        }
    }

    @Test
    void keepsTheNewerListWhenAnOlderOneIsServed() throws Exception {
        server.put("/issuing.crl", later(pki.issuing().crl(device.certificate())));
        try (LiveTls tls = live(TlsEngine.best(), "accept");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            tls.refreshRevocation(background, listener -> {});
            new TlsClient(pki, device, "TLSv1.3").connect(port.port());
            await().atMost(LIMIT).until(() -> revoked(tls));

            // when
            server.put("/issuing.crl", pki.issuing().crl().der());
            long before = tls.crlDownloads("mqtts", true);
            await().atMost(LIMIT).until(() -> tls.crlDownloads("mqtts", true) > before + 1);

            // then
            assertThat(revoked(tls)).isTrue();
        }
    }

    @Test
    void keepsOutAListThatTheCaHasNotSigned() throws Exception {
        takesTheGenuineListAfter(later(pki.issuing().forgedBy(pki.stranger())));
    }

    @Test
    void keepsOutAListFromTheFuture() throws Exception {
        Instant future = Instant.now().plus(Duration.ofDays(1));
        takesTheGenuineListAfter(pki.issuing()
                .crl()
                .dates(future, future.plus(Duration.ofDays(365)))
                .der());
    }

    /** HTTP is open to everybody on the way: what was served once must not stand in the way of what comes next. */
    private void takesTheGenuineListAfter(byte[] bad) throws Exception {
        server.put("/issuing.crl", bad);
        try (LiveTls tls = live(TlsEngine.best(), "accept");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            tls.refreshRevocation(background, listener -> {});
            new TlsClient(pki, device, "TLSv1.3").connect(port.port());
            await().atMost(LIMIT).until(() -> tls.crlDownloads("mqtts", false) >= 1);
            assertThat(tls.crlDownloads("mqtts", true)).isZero();

            // when
            server.put("/issuing.crl", later(pki.issuing().crl(device.certificate())));

            // then
            await().atMost(LIMIT).until(() -> revoked(tls));
        }
    }

    @Test
    void keepsWhatItHasFetchedWhenContextsAreBuiltAnew() throws Exception {
        try (LiveTls tls = live(TlsEngine.best(), "reject");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            TlsClient client = new TlsClient(pki, device, "TLSv1.3");
            client.connect(port.port());
            await().atMost(LIMIT).until(() -> tls.crlDownloads("mqtts", true) == 1);

            // when
            tls.reload(background);
            client.connect(port.port());

            // then
            assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_STATUS_UNKNOWN);
            assertThat(port.nextEnd()).isInstanceOf(TlsSession.class);
        }
    }

    @Test
    void neverAsksWhereAnUnverifiedCertificateSays() throws Exception {
        // given
        TestCertificate stranger =
                pki.stranger().issue(CertificateSpec.client("device-1").crlLocation(server.uri("/evil")));

        // when
        try (LiveTls tls = live(TlsEngine.best(), "accept");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            new TlsClient(pki, stranger, "TLSv1.2").connect(port.port());
            Object refused = port.nextEnd();
            new TlsClient(pki, device, "TLSv1.2").connect(port.port());
            await().atMost(LIMIT).until(() -> tls.crlDownloads("mqtts", true) == 1);

            // then the JDK's client sends no certificate of a CA that was not named
            assertThat(refused).isIn(HandshakeFailure.CERTIFICATE_UNTRUSTED, HandshakeFailure.NO_CERTIFICATE);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void staysClosedWhenWhatIsServedIsNoList() throws Exception {
        server.put("/issuing.crl", "<html>not here</html>".getBytes(StandardCharsets.US_ASCII));
        try (LiveTls tls = live(TlsEngine.best(), "reject");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            TlsClient client = new TlsClient(pki, device, "TLSv1.3");
            client.connect(port.port());
            await().atMost(LIMIT).until(() -> tls.crlDownloads("mqtts", false) == 1);
            client.connect(port.port());

            assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_STATUS_UNKNOWN);
            assertThat(port.nextEnd()).isEqualTo(HandshakeFailure.CERTIFICATE_STATUS_UNKNOWN);
        }
    }

    @Test
    void forgetsTheListsOfAListenerThatIsGoneWhenTheNextConfigurationServes() throws Exception {
        try (LiveTls tls = live(TlsEngine.best(), "accept");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            // given
            new TlsClient(pki, device, "TLSv1.3").connect(port.port());
            await().atMost(LIMIT).until(() -> tls.crlDownloads("mqtts", true) == 1);
            LiveTls next = tls.successor(config("renamed", "accept"));
            assertThat(tls.crlDownloads("mqtts", true)).isEqualTo(1);

            // when
            next.start(background);

            // then
            assertThat(next.crlDownloads("mqtts", true)).isZero();
            next.retire();
        }
    }

    @Test
    void keepsTheListsOfAListenerThatStaysWhenTheNextConfigurationServes() throws Exception {
        try (LiveTls tls = live(TlsEngine.best(), "accept");
                TlsPort port = new TlsPort(tls.contexts("mqtts"))) {
            new TlsClient(pki, device, "TLSv1.3").connect(port.port());
            await().atMost(LIMIT).until(() -> tls.crlDownloads("mqtts", true) == 1);

            LiveTls next = tls.successor(config("mqtts", "reject"));
            next.start(background);

            assertThat(next.crlDownloads("mqtts", true)).isEqualTo(1);
            next.retire();
        }
    }

    private boolean revoked(LiveTls tls) {
        return tls.isRevoked(
                "mqtts",
                List.of(IssuedCertificate.of(device.certificate(), pki.issuing().certificate())));
    }

    private static byte[] later(TestCrl crl) {
        return crl.dates(Instant.now(), Instant.now().plus(Duration.ofDays(1))).der();
    }

    private LiveTls live(TlsEngine engine, String whenExpired) throws Exception {
        return new LiveTls(config("mqtts", whenExpired), engine, InstantSource.system());
    }

    private ProxyConfig config(String listener, String whenExpired) throws Exception {
        TestCertificate own = pki.server();
        Path file = Files.writeString(folder.resolve("proxy.yaml"), """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                  %s:
                    bind: 127.0.0.1:0
                    tls:
                      certificates: [server]
                      clientAuth: required
                      caFile: %s
                      crl: {distributionPoints: true, refresh: 100ms, whenExpired: %s}
                clusters:
                  brokers: {backends: ["127.0.0.1:1883"]}
                """.formatted(
                        own.certFile(), own.keyFile(), listener, pki.caFile(), whenExpired));
        return new ConfigLoader(Map.of()).load(file);
    }
}
