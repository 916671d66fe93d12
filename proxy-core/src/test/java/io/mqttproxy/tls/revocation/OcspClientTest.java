package io.mqttproxy.tls.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.config.OcspConfig;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.testsupport.TestWebServer;
import io.mqttproxy.tls.fetch.HttpFetch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a responder is asked and when not; what its answers are worth is tested elsewhere. */
class OcspClientTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private final TestWebServer server = TestWebServer.start();
    private volatile Instant now = Instant.now();
    private TestPki pki;

    @BeforeEach
    void makeAuthorities() {
        pki = TestPki.in(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void leavesAResponderAloneThatFailsAllTheTime() {
        OcspClient client = client(OcspConfig.Mode.HARD_FAIL, Duration.ofSeconds(5));

        for (int i = 0; i < 5; i++) {
            assertThat(client.await(deviceAt("/nothing")).status()).isEqualTo(Verdict.Status.UNKNOWN);
        }
        assertThat(server.requests()).isEqualTo(3);

        now = now.plus(Duration.ofMinutes(1));
        client.await(deviceAt("/nothing"));
        assertThat(server.requests()).isEqualTo(4);
    }

    @Test
    void doesNotAskAgainAtOnceAboutACertificateWithoutAnAnswer() {
        OcspClient client = client(OcspConfig.Mode.HARD_FAIL, Duration.ofSeconds(5));
        IssuedCertificate device = deviceAt("/nothing");

        client.await(device);
        client.await(device);
        client.fromMemory(device);

        assertThat(server.requests()).isEqualTo(1);
        assertThat(client.counts().failedOnes()).isEqualTo(1);
    }

    @Test
    void asksOnceForAllWhoWait() {
        OcspClient client = client(OcspConfig.Mode.HARD_FAIL, Duration.ofSeconds(1));
        IssuedCertificate device = deviceAt("/hangs");

        List<CompletableFuture<Verdict>> waiting = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> client.await(device), command -> new Thread(command).start()))
                .limit(8)
                .toList();

        for (CompletableFuture<Verdict> verdict : waiting) {
            assertThat(verdict).succeedsWithin(LIMIT).returns(Verdict.Status.UNKNOWN, Verdict::status);
        }
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void neverWaitsWhereItMustNot() {
        OcspClient hard = client(OcspConfig.Mode.HARD_FAIL, Duration.ofSeconds(30));
        OcspClient soft = client(OcspConfig.Mode.SOFT_FAIL, Duration.ofSeconds(30));

        assertThat(hard.fromMemory(deviceAt("/hangs")).status()).isEqualTo(Verdict.Status.UNKNOWN);
        assertThat(soft.fromMemory(deviceAt("/hangs"))).isEqualTo(Verdict.GOOD);
    }

    @Test
    void asksAboutAnOpenConnectionWhenWhatIsKnownIsNoLongerFresh() {
        OcspClient client = client(OcspConfig.Mode.SOFT_FAIL, Duration.ofSeconds(5));
        IssuedCertificate device = deviceAt("/nothing");

        assertThat(client.refresh(device)).succeedsWithin(LIMIT);
        assertThat(client.refresh(device)).isCompleted();
        assertThat(server.requests()).isEqualTo(1);

        now = now.plus(Duration.ofMinutes(1));
        assertThat(client.refresh(device)).succeedsWithin(LIMIT);
        assertThat(server.requests()).isEqualTo(2);
        assertThat(client.isRevoked(device)).isFalse();
    }

    @Test
    void asksNobodyOverAnythingButHttp() {
        OcspClient client = client(OcspConfig.Mode.HARD_FAIL, Duration.ofSeconds(5));
        IssuedCertificate none = issued(CertificateSpec.client("device"));
        IssuedCertificate file = issued(CertificateSpec.client("device").ocspLocation("file:///etc/passwd"));

        assertThat(client.await(none).detail()).endsWith("it names no responder");
        assertThat(client.await(file).detail()).endsWith("it names no responder");
        assertThat(client(OcspConfig.Mode.SOFT_FAIL, LIMIT).await(none)).isEqualTo(Verdict.GOOD);
    }

    @Test
    void aRevocationOutlivesTheLackOfAnAnswer() {
        OcspCache cache = new OcspCache();
        OcspCache.Key key = OcspCache.Key.of(deviceAt("/"));
        Instant later = now.plusSeconds(60);

        cache.put(key, new KnownStatus(Verdict.Status.REVOKED, "", now));
        assertThat(cache.put(key, new KnownStatus(Verdict.Status.UNKNOWN, "no answer", later)))
                .isEqualTo(new KnownStatus(Verdict.Status.REVOKED, "", later));
        assertThat(cache.isRevoked(key)).isTrue();

        cache.put(key, new KnownStatus(Verdict.Status.GOOD, "", later));
        assertThat(cache.isRevoked(key)).isFalse();
    }

    private OcspClient client(OcspConfig.Mode mode, Duration timeout) {
        return new OcspClient(new HttpFetch(), new OcspConfig(mode, timeout, Duration.ofMinutes(10), null), () -> now);
    }

    private IssuedCertificate deviceAt(String path) {
        return issued(CertificateSpec.client("device").ocspLocation(server.uri(path)));
    }

    private IssuedCertificate issued(CertificateSpec spec) {
        return IssuedCertificate.of(
                pki.issuing().issue(spec).certificate(), pki.issuing().certificate());
    }
}
