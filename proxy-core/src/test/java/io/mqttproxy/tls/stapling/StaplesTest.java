package io.mqttproxy.tls.stapling;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.tls.ocsp.OcspQuestion;
import io.mqttproxy.tls.ocsp.Responder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaplesTest {

    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path folder;

    private final ManualExecutor executor = new ManualExecutor();
    private final Deque<CompletableFuture<byte[]>> answers = new ArrayDeque<>();
    private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private Staples staples;
    private TestPki pki;
    private TestCertificate server;

    @BeforeEach
    void makeCertificates() {
        pki = TestPki.in(folder);
        server = pki.issuing().issue(CertificateSpec.server().ocspLocation("http://127.0.0.1/"));
        staples = new Staples(() -> now, (responder, question) -> answers.remove());
    }

    @AfterEach
    void stop() {
        staples.close();
        executor.shutdownNow();
    }

    @Test
    void hasNoneBeforeTheFirstAnswer() {
        // given
        StapledCertificate certificate = staples.of("server", server.chain());

        // when
        staples.serve(List.of(certificate), executor);

        // then the first question is due at once
        assertThat(certificate.response()).isNull();
        assertThat(executor.delay()).isZero();
    }

    @Test
    void fetchesTheNextOneHalfWayAndKeepsTheOldOneUntilItsEnd() throws Exception {
        // given
        byte[] first = good(DAY);
        StapledCertificate certificate = served(first);
        assertThat(certificate.response()).isEqualTo(first);
        assertThat(executor.delay()).isEqualTo(Duration.ofHours(12));

        // when the responder is away from then on
        now = now.plus(Duration.ofHours(12));
        fails();
        executor.runNext();

        // then
        assertThat(certificate.response()).isEqualTo(first);
        now = now.plus(Duration.ofHours(12)).minusMillis(1);
        assertThat(certificate.response()).isEqualTo(first);
        now = now.plusMillis(1);
        assertThat(certificate.response()).isNull();
    }

    @Test
    void replacesAStapleByANewerOne() throws Exception {
        // given
        StapledCertificate certificate = served(good(DAY));

        // when
        now = now.plus(Duration.ofHours(12));
        byte[] second = good(DAY);
        answers.add(CompletableFuture.completedFuture(second));
        executor.runNext();

        // then
        assertThat(certificate.response()).isEqualTo(second);
        assertThat(staples.succeeded("server")).isEqualTo(2);
        assertThat(staples.failed("server")).isZero();
    }

    @Test
    void triesAgainLessAndLessOftenAndAtOnceAgainAfterASuccess() throws Exception {
        // given
        staples.serve(List.of(staples.of("server", server.chain())), executor);

        // then
        for (long minutes : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            fails();
            executor.runNext();
            assertThat(executor.delay()).isEqualTo(Duration.ofMinutes(minutes));
        }
        answers.add(CompletableFuture.completedFuture(good(DAY)));
        executor.runNext();
        fails();
        executor.runNext();
        assertThat(executor.delay()).isEqualTo(Duration.ofMinutes(1));
        assertThat(staples.failed("server")).isEqualTo(9);
    }

    @Test
    void asksAtMostEveryHalfMinuteAndAtLeastTwiceADay() throws Exception {
        served(good(Duration.ofSeconds(10)));
        assertThat(executor.delay()).isEqualTo(Duration.ofSeconds(30));
        answers.add(CompletableFuture.completedFuture(good(Duration.ofDays(7))));
        executor.runNext();
        assertThat(executor.delay()).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void takesNoAnswerThatCannotBeVerified() {
        // given
        StapledCertificate certificate = served(new byte[] {1, 2, 3});

        // then
        assertThat(certificate.response()).isNull();
        assertThat(staples.failed("server")).isEqualTo(1);
        assertThat(executor.delay()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void staplesNothingAnyMoreOnceTheCertificateIsRevoked() throws Exception {
        // given
        StapledCertificate certificate = served(good(DAY));

        // when
        answers.add(CompletableFuture.completedFuture(answer(new RevokedStatus(Date.from(now)), DAY)));
        executor.runNext();

        // then the good answer of before is not used either
        assertThat(certificate.response()).isNull();
    }

    @Test
    void keepsTheStapleOfACertificateThatStaysWhenFilesChange() throws Exception {
        // given
        StapledCertificate certificate = served(good(DAY));

        // when
        StapledCertificate again = staples.of("server", server.chain());
        staples.serve(List.of(again), executor);

        // then nothing is asked anew
        assertThat(again).isSameAs(certificate);
        assertThat(executor.delay()).isEqualTo(Duration.ofHours(12));
        answers.add(CompletableFuture.completedFuture(good(DAY)));
        executor.runNext();
        assertThat(executor.delay()).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void stopsToAskAboutACertificateThatIsReplaced() throws Exception {
        // given
        served(good(DAY));
        TestCertificate renewed = pki.issuing().issue(CertificateSpec.server().ocspLocation("http://127.0.0.1/"));

        // when
        StapledCertificate other = staples.of("server", renewed.chain());
        staples.serve(List.of(other), executor);

        // then
        assertThat(other.response()).isNull();
        assertThat(executor.runNext()).isFalse();
        assertThat(executor.delay()).isZero();
    }

    @Test
    void asksOnceForTwoListenersWithTheSameBundle() {
        assertThat(staples.of("server", server.chain())).isSameAs(staples.of("server", server.chain()));
    }

    @Test
    void asksNobodyAboutACertificateWithoutAResponder() {
        // given
        StapledCertificate certificate = staples.of("server", pki.server().chain());

        // when
        staples.serve(List.of(certificate), executor);

        // then
        assertThat(executor.idle()).isTrue();
        assertThat(staples.failed("server")).isEqualTo(1);
    }

    private StapledCertificate served(byte[] answer) {
        answers.add(CompletableFuture.completedFuture(answer));
        StapledCertificate certificate = staples.of("server", server.chain());
        staples.serve(List.of(certificate), executor);
        executor.runNext();
        return certificate;
    }

    private void fails() {
        answers.add(CompletableFuture.failedFuture(new IOException("away")));
    }

    private byte[] good(Duration validity) throws Exception {
        return answer(CertificateStatus.GOOD, validity);
    }

    private byte[] answer(@Nullable CertificateStatus status, Duration validity) throws Exception {
        OcspQuestion question = StapleRequest.about(server.chain()).question();
        return Responder.of(pki.issuing()).answer(question, status, now, now.plus(validity));
    }
}
