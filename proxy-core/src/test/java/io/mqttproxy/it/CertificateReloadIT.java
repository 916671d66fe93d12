package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are replaced while the proxy serves, the way an operator and the way Kubernetes does it. */
class CertificateReloadIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    private TestPki pki;
    private StubBroker broker;
    private TestCertificate first;
    private Path certs;

    @BeforeEach
    void makeCertificates() throws IOException {
        pki = TestPki.in(Files.createDirectory(folder.resolve("pki")));
        broker = StubBroker.start(StubBehaviour.accepting());
        first = pki.server();
        certs = Files.createDirectory(folder.resolve("certs"));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private ProxyUnderTest start() {
        return ProxyUnderTest.start(folder, """
                certificates:
                  server: {certFile: certs/tls.crt, keyFile: certs/tls.key}
                listeners:
                  mqtts: {bind: 127.0.0.1:0, tls: {certificates: [server]}}
                clusters:
                  brokers: {backends: ["127.0.0.1:%d"]}
                logging: {access: "off"}
                reload: {certificates: 100ms}
                """.formatted(broker.port()));
    }

    @Test
    void servesTheNewCertificateWithoutAFailedHandshakeAndKeepsOpenConnections() throws Exception {
        // given a connection, and clients that shake hands all the time
        write(certs, first);
        try (ProxyUnderTest proxy = start();
                Device early = Device.connect(pki, proxy.port(), null)) {
            early.send(Packets.connect311("early")).read(4);
            try (Load load = new Load(Device.context(pki, null), proxy.port())) {
                // when
                TestCertificate second = pki.server();
                write(certs, second);

                // then
                await().atMost(LIMIT).until(() -> served(proxy).equals(second.certificate()));
                load.assertMoreWithoutFailure(100);
            }
            proxy.awaitMetric(1, "mqttproxy_tls_reloads_total", "result=\"ok\"");
            assertThat(proxy.metric("mqttproxy_client_disconnects_total", "cause=\"backend_closed\""))
                    .isZero();
            assertThat(proxy.server().connections()).isPositive();
        }
    }

    @Test
    void failsNoHandshakeOfAFloodWhileCertificatesAreSwapped() throws Exception {
        // given
        write(certs, first);
        List<X509Certificate> swapped = new ArrayList<>();
        try (ProxyUnderTest proxy = start();
                HandshakeLoad load = HandshakeLoad.start(pki, proxy.port(), 500)) { // offered in a second
            for (int swap = 1; swap <= 4; swap++) {
                // when new files come, and each second time files that cannot be used before them
                await().atMost(LIMIT).until(() -> load.done() > 300);
                if (swap % 2 == 0) {
                    double failed = proxy.metric("mqttproxy_tls_reloads_total", "result=\"failed\"");
                    Files.writeString(certs.resolve("tls.crt"), "half a certificate");
                    proxy.awaitCount(failed + 1, "mqttproxy_tls_reloads_total", "result=\"failed\"");
                }
                TestCertificate next = pki.server();
                write(certs, next);
                swapped.add(next.certificate());
                await().atMost(LIMIT).until(() -> load.shown().contains(next.certificate()));
            }
            int before = load.done();
            await().atMost(LIMIT).until(() -> load.done() > before + 300);
            load.stop();
            await().atMost(LIMIT).until(() -> load.open() == 0);

            // then
            assertThat(load.failures()).isEmpty();
            assertThat(load.shown()).containsAll(swapped).contains(first.certificate());
        }
    }

    @Test
    void keepsTheOldCertificateWhenTheNewFilesCannotBeUsed() throws Exception {
        // given
        write(certs, first);
        try (ProxyUnderTest proxy = start()) {
            // when the key does not belong to the certificate
            Files.copy(pki.server().keyFile(), certs.resolve("tls.key"), StandardCopyOption.REPLACE_EXISTING);

            // then
            proxy.awaitCount(1, "mqttproxy_tls_reloads_total", "result=\"failed\"");
            assertThat(served(proxy)).isEqualTo(first.certificate());
        }
    }

    @Test
    void followsTheSymbolicLinksOfAKubernetesVolume() throws Exception {
        // given tls.crt -> ..data/tls.crt and ..data -> ..2026_01, as the kubelet lays a Secret out
        mount(first);
        try (ProxyUnderTest proxy = start()) {
            // when ..data is renamed over
            TestCertificate second = pki.server();
            remount(second);

            // then
            await().atMost(LIMIT).until(() -> served(proxy).equals(second.certificate()));
        }
    }

    @Test
    void renewsOneBundleThoughAnotherHasExpired() throws Exception {
        // given a bundle that expires while it serves
        Instant end = Instant.now().plusSeconds(12);
        TestCertificate old = pki.issuing()
                .issue(CertificateSpec.server().dns("old.example.com").validity(end.minus(Duration.ofDays(2)), end));
        mount(first);
        try (ProxyUnderTest proxy =
                ProxyUnderTest.start(folder, """
                certificates:
                  server: {certFile: certs/tls.crt, keyFile: certs/tls.key}
                  old: {certFile: %s, keyFile: %s}
                listeners:
                  mqtts: {bind: 127.0.0.1:0, tls: {certificates: [server, {bundle: old, sni: [old.example.com]}]}}
                clusters:
                  brokers: {backends: ["127.0.0.1:%d"]}
                logging: {access: "off"}
                reload: {certificates: 100ms}
                """.formatted(old.certFile(), old.keyFile(), broker.port()))) {
            await().atMost(LIMIT).until(() -> Instant.now().isAfter(end.plusSeconds(1)));

            // when certificate and key change at once, since no reload may fail
            TestCertificate second = pki.server();
            remount(second);

            // then
            await().atMost(LIMIT).until(() -> served(proxy).equals(second.certificate()));
            assertThat(proxy.metric("mqttproxy_tls_reloads_total", "result=\"failed\""))
                    .isZero();
        }
    }

    @Test
    void tellsWhenTheServingCertificateExpires() throws Exception {
        // given
        write(certs, first);
        try (ProxyUnderTest proxy = start()) {
            // then
            assertThat(proxy.metric("mqttproxy_tls_certificate_not_after_timestamp_seconds", "name=\"server\""))
                    .isEqualTo((double)
                            first.certificate().getNotAfter().toInstant().getEpochSecond());
        }
    }

    private X509Certificate served(ProxyUnderTest proxy) {
        try (Device device = Device.connect(pki, proxy.port(), null)) {
            return device.serverCertificate();
        }
    }

    private void mount(TestCertificate certificate) throws IOException {
        volume("..2026_01", certificate);
        Files.createSymbolicLink(certs.resolve("..data"), Path.of("..2026_01"));
        Files.createSymbolicLink(certs.resolve("tls.crt"), Path.of("..data", "tls.crt"));
        Files.createSymbolicLink(certs.resolve("tls.key"), Path.of("..data", "tls.key"));
    }

    private void remount(TestCertificate certificate) throws IOException {
        volume("..2026_02", certificate);
        Path link = Files.createSymbolicLink(certs.resolve("..data_tmp"), Path.of("..2026_02"));
        Files.move(link, certs.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    private void volume(String name, TestCertificate certificate) throws IOException {
        write(Files.createDirectory(certs.resolve(name)), certificate);
    }

    private static void write(Path target, TestCertificate certificate) throws IOException {
        Files.copy(certificate.certFile(), target.resolve("tls.crt"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(certificate.keyFile(), target.resolve("tls.key"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Clients that connect and leave as fast as they can, on a thread of their own. */
    private static final class Load implements AutoCloseable {

        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicInteger handshakes = new AtomicInteger();
        private final List<RuntimeException> failures = new ArrayList<>();
        private final CompletableFuture<Void> running;

        Load(SSLContext context, int port) {
            running = CompletableFuture.runAsync(() -> {
                while (!stopped.get()) {
                    try (Device device = Device.connect(context, port)) {
                        device.serverCertificate();
                        handshakes.incrementAndGet();
                    } catch (UncheckedIOException e) {
                        failures.add(e);
                        return;
                    }
                }
            });
        }

        void assertMoreWithoutFailure(int count) {
            int before = handshakes.get();
            await().atMost(LIMIT).until(() -> running.isDone() || handshakes.get() > before + count);
            assertThat(running).isNotDone();
        }

        @Override
        public void close() {
            stopped.set(true);
            running.join();
            assertThat(failures).isEmpty();
        }
    }
}
