package io.mqttproxy.tls.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.config.OcspConfig;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.testsupport.TestWebServer;
import io.mqttproxy.tls.fetch.HttpFetch;
import io.mqttproxy.tls.ocsp.OcspQuestion;
import io.mqttproxy.tls.ocsp.Responder;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a responder is asked and when not; what its answers are worth is tested elsewhere. */
class OcspClientTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final TestWebServer server = TestWebServer.start();
    private final OcspCache cache = new OcspCache();
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
        OcspClient client = client(OcspConfig.Mode.HARD_FAIL, LIMIT);

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
        OcspClient client = client(OcspConfig.Mode.HARD_FAIL, LIMIT);
        IssuedCertificate device = deviceAt("/nothing");

        client.await(device);
        client.await(device);
        client.fromMemory(device);

        assertThat(server.requests()).isEqualTo(1);
        assertThat(client.counts().failedOnes()).isEqualTo(1);
    }

    @Test
    void asksOnceForAllWhoWait() {
        OcspClient client = client(OcspConfig.Mode.HARD_FAIL, Duration.ofSeconds(5));
        IssuedCertificate device = deviceAt("/hangs");

        List<CompletableFuture<Verdict>> waiting = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> client.await(device), command -> new Thread(command).start()))
                .limit(8)
                .toList();

        for (CompletableFuture<Verdict> verdict : waiting) {
            assertThat(verdict).succeedsWithin(LIMIT).returns(Verdict.Status.UNKNOWN, Verdict::status);
        }
        await().atMost(LIMIT).untilAsserted(() -> assertThat(server.requests()).isEqualTo(1));
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
        OcspClient client = client(OcspConfig.Mode.SOFT_FAIL, LIMIT);
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
        OcspClient client = client(OcspConfig.Mode.HARD_FAIL, LIMIT);
        IssuedCertificate none = issued(CertificateSpec.client("device"));
        IssuedCertificate file = issued(CertificateSpec.client("device").ocspLocation("file:///etc/passwd"));

        assertThat(client.await(none).detail()).endsWith("it names no responder");
        assertThat(client.await(file).detail()).endsWith("it names no responder");
        assertThat(client(OcspConfig.Mode.SOFT_FAIL, LIMIT).await(none)).isEqualTo(Verdict.GOOD);
    }

    @Test
    void aRevocationOutlivesTheLackOfAnAnswer() {
        OcspCache.Key key = OcspCache.Key.of(deviceAt("/"));
        Instant later = now.plusSeconds(60);

        cache.put(key, new KnownStatus(Verdict.Status.REVOKED, "", now, now));
        assertThat(cache.put(key, new KnownStatus(Verdict.Status.UNKNOWN, "no answer", later, later)))
                .isEqualTo(new KnownStatus(Verdict.Status.REVOKED, "", later, now));
        assertThat(cache.isRevoked(key)).isTrue();

        cache.put(key, new KnownStatus(Verdict.Status.GOOD, "", later, later));
        assertThat(cache.isRevoked(key)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-3600, true", "-1, true", "0, true", "1, false"})
    void aRevocationIsTakenBackByNewerWordsOnly(int seconds, boolean staysRevoked) {
        // given
        OcspCache.Key key = OcspCache.Key.of(deviceAt("/"));
        Instant soon = now.plusSeconds(60);
        cache.put(key, new KnownStatus(Verdict.Status.REVOKED, "", now, now));

        // when somebody shows an answer of another time, which is still in date
        KnownStatus counts = cache.put(key, new KnownStatus(Verdict.Status.GOOD, "", soon, now.plusSeconds(seconds)));

        // then
        assertThat(counts.revoked()).isEqualTo(staysRevoked);
        assertThat(cache.isRevoked(key)).isEqualTo(staysRevoked);
        assertThat(counts.freshUntil()).isEqualTo(soon);
    }

    @Test
    void anEarlierRevocationDoesNotMakeRoomForAWordThatIsOlderThanTheOneKnown() {
        // given
        OcspCache.Key key = OcspCache.Key.of(deviceAt("/"));
        Instant soon = now.plusSeconds(60);
        cache.put(key, new KnownStatus(Verdict.Status.REVOKED, "", now, now));

        // when somebody shows two earlier answers, one after the other
        KnownStatus revoked = cache.put(key, new KnownStatus(Verdict.Status.REVOKED, "", soon, now.minusSeconds(4)));
        KnownStatus good = cache.put(key, new KnownStatus(Verdict.Status.GOOD, "", soon, now.minusSeconds(2)));

        // then
        assertThat(List.of(revoked, good)).containsOnly(new KnownStatus(Verdict.Status.REVOKED, "", soon, now));
        assertThat(cache.isRevoked(key)).isTrue();
    }

    @Test
    void aLaterRevocationCountsInPlaceOfAnEarlierOne() {
        OcspCache.Key key = OcspCache.Key.of(deviceAt("/"));
        KnownStatus later = new KnownStatus(Verdict.Status.REVOKED, "", now, now.plusSeconds(2));
        cache.put(key, new KnownStatus(Verdict.Status.REVOKED, "", now, now));

        assertThat(cache.put(key, later)).isEqualTo(later);
        assertThat(cache.put(key, new KnownStatus(Verdict.Status.GOOD, "", now, now.plusSeconds(1))))
                .isEqualTo(later);
    }

    @Test
    void refusesWhomItKnowsAsRevokedThoughTheResponderIsLeftAlone() {
        // given an old answer, and a responder that fails until it is not asked any more
        IssuedCertificate device = deviceAt("/nothing");
        OcspClient client = client(OcspConfig.Mode.SOFT_FAIL, LIMIT);
        cache.put(
                OcspCache.Key.of(device),
                new KnownStatus(Verdict.Status.REVOKED, "", now.minusSeconds(1), now.minusSeconds(9)));
        for (int i = 0; i < 3; i++) {
            client.await(deviceAt("/nothing"));
        }

        // then
        assertThat(client.await(device).status()).isEqualTo(Verdict.Status.REVOKED);
        assertThat(client.fromMemory(device).status()).isEqualTo(Verdict.Status.REVOKED);
        assertThat(server.requests()).isEqualTo(3);
    }

    @Test
    void tellsNobodyThatARevokedCertificateIsRevokedStill() {
        // given
        IssuedCertificate device = deviceAt("/nothing");
        OcspClient client = client(OcspConfig.Mode.SOFT_FAIL, LIMIT);
        cache.put(
                OcspCache.Key.of(device),
                new KnownStatus(Verdict.Status.REVOKED, "", now.minusSeconds(1), now.minusSeconds(9)));
        AtomicInteger told = new AtomicInteger();
        client.subscribe(told::incrementAndGet);

        // when
        assertThat(client.refresh(device)).succeedsWithin(LIMIT);

        // then
        assertThat(server.requests()).isEqualTo(1);
        assertThat(client.isRevoked(device)).isTrue();
        assertThat(told).hasValue(0);
    }

    @Test
    void whoListensToTheNextConfigurationHearsWhatTheOneBeforeIsStillTold() throws Exception {
        // given
        IssuedCertificate device = deviceAt("/ocsp");
        OcspQuestion question = OcspQuestion.withoutNonce(device.issuer(), device.serial());
        CertificateStatus revoked = new RevokedStatus(Date.from(now));
        server.put("/ocsp", Responder.of(pki.issuing()).answer(question, revoked, now, now.plusSeconds(60)));
        OcspClient before = client(OcspConfig.Mode.SOFT_FAIL, LIMIT);
        OcspClient after = before.with(new OcspConfig(OcspConfig.Mode.SOFT_FAIL, LIMIT, Duration.ofMinutes(1), null));
        AtomicInteger told = new AtomicInteger();
        after.subscribe(told::incrementAndGet);

        // when
        assertThat(before.refresh(device)).succeedsWithin(LIMIT);

        // then
        assertThat(after.isRevoked(device)).isTrue();
        await().atMost(LIMIT).until(() -> told.get() == 1);
    }

    @Test
    void aRevocationIsNotPushedOutByOthers() {
        OcspCache.Key revoked = OcspCache.Key.of(deviceAt("/"));
        cache.put(revoked, new KnownStatus(Verdict.Status.REVOKED, "", now, now));

        for (int i = 0; i < 70_000; i++) {
            OcspCache.Key other = new OcspCache.Key(revoked.issuer(), BigInteger.valueOf(i));
            cache.put(other, new KnownStatus(Verdict.Status.GOOD, "", now, now));
        }

        assertThat(cache.isRevoked(revoked)).isTrue();
        assertThat(cache.get(new OcspCache.Key(revoked.issuer(), BigInteger.ZERO)))
                .isNull();
    }

    private OcspClient client(OcspConfig.Mode mode, Duration timeout) {
        OcspConfig config = new OcspConfig(mode, timeout, Duration.ofMinutes(10), null);
        return new OcspClient(new HttpFetch(), config, () -> now, cache);
    }

    private IssuedCertificate deviceAt(String path) {
        return issued(CertificateSpec.client("device").ocspLocation(server.uri(path)));
    }

    private IssuedCertificate issued(CertificateSpec spec) {
        return IssuedCertificate.of(
                pki.issuing().issue(spec).certificate(), pki.issuing().certificate());
    }
}
