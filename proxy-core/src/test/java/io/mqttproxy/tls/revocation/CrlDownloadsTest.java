package io.mqttproxy.tls.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.testsupport.TestWebServer;
import io.mqttproxy.tls.fetch.HttpFetch;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of CRLs when a configuration changes how often they are fetched. */
class CrlDownloadsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final TestWebServer server = TestWebServer.start();
    private volatile Instant now = Instant.now();
    private final CrlDownloads before = new CrlDownloads(new HttpFetch(), Duration.ofHours(1), () -> now);
    private TestPki pki;
    private X509Certificate device;

    @BeforeEach
    void fetchOnce() {
        pki = TestPki.in(folder);
        device = pki.issuing()
                .issue(CertificateSpec.client("device-1").crlLocation(server.uri("/issuing.crl")))
                .certificate();
        server.put("/issuing.crl", pki.issuing().crl().der());
        before.want(IssuedCertificate.of(device, pki.issuing().certificate()));
        await().atMost(LIMIT).until(() -> before.succeeded() == 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatTheConfigurationBeforeStillFetchesCountsForTheNextOne() {
        // given a list that is issued after the change
        CrlDownloads after = before.with(Duration.ofDays(1));
        AtomicInteger told = new AtomicInteger();
        after.subscribe(told::incrementAndGet);
        now = now.plus(Duration.ofHours(2));
        server.put(
                "/issuing.crl",
                pki.issuing()
                        .crl(device)
                        .dates(now, now.plus(Duration.ofDays(1)))
                        .der());

        // when
        before.tick();
        await().atMost(LIMIT).until(() -> before.succeeded() == 2);

        // then
        assertThat(after.of(pki.issuing().certificate()))
                .singleElement()
                .returns(true, crl -> crl.revokes(device.getSerialNumber()));
        assertThat(told).hasValue(1);
        assertThat(after.succeeded()).isEqualTo(2);
    }

    @Test
    void aShorterIntervalCountsFromTheLastFetch() throws Exception {
        // given
        CrlDownload download = new CrlDownload(URI.create("http://crl.invalid/issuing.crl"));
        download.expect(pki.issuing().certificate());
        download.succeeded(CrlParser.parse(pki.issuing().crl().der()), now);
        Duration minute = Duration.ofMinutes(1);

        // then
        assertThat(download.claim(now.plusSeconds(59), minute)).isFalse();
        assertThat(download.claim(now.plusSeconds(61), Duration.ofHours(1))).isFalse();
        assertThat(download.claim(now.plusSeconds(61), minute)).isTrue();
    }

    @Test
    void isFetchedAnewBeforeItEndsWhateverTheInterval() {
        now = now.plus(Duration.ofHours(22)); // of 24
        CrlDownloads after = before.with(Duration.ofDays(30));
        server.put(
                "/issuing.crl",
                pki.issuing().crl().dates(now, now.plus(Duration.ofDays(1))).der());

        after.tick();

        await().atMost(LIMIT).until(() -> after.succeeded() == 2);
    }

    @Test
    void isTheSameWhereTheIntervalIs() {
        assertThat(before.with(Duration.ofHours(1))).isSameAs(before);
    }
}
