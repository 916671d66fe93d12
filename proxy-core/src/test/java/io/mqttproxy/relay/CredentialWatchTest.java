package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.tls.revocation.IssuedCertificate;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time is that of an embedded event loop and stands still unless a test moves it; the background runs when it is told to. */
class CredentialWatchTest {

    private static final String LISTENER = "mqtts";

    @TempDir
    private Path folder;

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private final Revocations byHand = new Revocations();
    private final Set<IssuedCertificate> revoked = new HashSet<>();
    private final List<String> lookedAt = new ArrayList<>();
    private final Queue<Runnable> background = new ArrayDeque<>();
    private Instant now = Instant.now();
    private TestPki pki;
    private CredentialWatch watch;
    private RevocationLooks looks;

    @BeforeEach
    void start() {
        time.freezeTime();
        pki = TestPki.in(folder);
        watch = new CredentialWatch(byHand, this::isRevoked, () -> now, new PacedEnd(1_000, time.eventLoop()));
        looks = new RevocationLooks(watch, background::add);
    }

    @AfterEach
    void close() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        time.finishAndReleaseAll();
    }

    private boolean isRevoked(String listener, List<IssuedCertificate> path) {
        lookedAt.add(listener);
        return path.stream().anyMatch(revoked::contains);
    }

    @Test
    void endsTheOneThatIsRevokedAndNoOther() {
        // given
        IssuedCertificate bad = issued("bad");
        Session one = connected(bad);
        Session other = connected(issued("good"));

        // when
        revoked.add(bad);
        looks.changed(LISTENER);
        pass();

        // then
        assertThat(one.reason()).isEqualTo(CloseReason.CERT_REVOKED);
        assertThat(other.ended()).isFalse();
    }

    @Test
    void waitsForThePacketThatIsOnItsWayButNotForEver() {
        // given a client that has stopped to read in the middle of one
        IssuedCertificate bad = issued("bad");
        Session session = connected(bad);
        session.answered(0);
        session.traffic().toClient(Unpooled.wrappedBuffer(new byte[] {0x30, 0x04, 0x00}));
        revoked.add(bad);
        looks.changed(LISTENER);
        pass();
        EmbeddedChannel client = (EmbeddedChannel) session.client();
        client.advanceTimeBy(9, TimeUnit.SECONDS);
        client.runScheduledPendingTasks();
        assertThat(session.ended()).isFalse();

        // when
        client.advanceTimeBy(2, TimeUnit.SECONDS);
        client.runScheduledPendingTasks();

        // then
        assertThat(session.reason()).isEqualTo(CloseReason.CERT_REVOKED);
    }

    @Test
    void endsTheRevokedOneAheadOfThoseThatHaveExpired() {
        // given more expired ones than a step of the pace ends
        List<Session> expired = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            expired.add(connected(issued("expired")));
        }
        now = now.plus(Duration.ofDays(3));
        watch.look();

        // when
        IssuedCertificate bad = issued("bad");
        Session session = connected(bad);
        revoked.add(bad);
        looks.changed(LISTENER);
        pass();

        // then
        assertThat(session.reason()).isEqualTo(CloseReason.CERT_REVOKED);
        assertThat(expired).anyMatch(one -> !one.ended());
    }

    @Test
    void endsAllBehindAnIntermediateThatIsRevoked() {
        // given
        IssuedCertificate intermediate =
                IssuedCertificate.of(pki.issuing().certificate(), pki.root().certificate());
        Session one = connected(issued("one"), intermediate);
        Session other = connected(issued("other"), intermediate);
        Session direct = connected(issued("direct"));

        // when
        revoked.add(intermediate);
        looks.changed(LISTENER);
        pass();

        // then
        assertThat(one.reason()).isEqualTo(CloseReason.CERT_REVOKED);
        assertThat(other.reason()).isEqualTo(CloseReason.CERT_REVOKED);
        assertThat(direct.ended()).isFalse();
    }

    @Test
    void looksAtTheListenerThatHasSomethingNewOnly() {
        // given
        Session session = connected(issued("device"));
        lookedAt.clear();

        // when
        looks.changed("another");
        pass();
        assertThat(lookedAt).isEmpty();
        looks.changed(LISTENER);
        pass();

        // then
        assertThat(lookedAt).containsExactly(LISTENER);
        assertThat(session.ended()).isFalse();
    }

    @Test
    void looksOnceHoweverOftenItIsToldBefore() {
        looks.changed(LISTENER);
        looks.changed(LISTENER);
        looks.changed(LISTENER);
        assertThat(background).hasSize(1);

        pass();
        looks.changed(LISTENER);
        assertThat(background).hasSize(1);
    }

    @Test
    void doesNotAdmitAClientThatWasRevokedSinceItsHandshake() {
        // given
        IssuedCertificate bad = issued("bad");
        revoked.add(bad);

        // when
        Session session = session();
        String objection = watch.admit(session, credential("bad", bad));

        // then
        assertThat(objection).isEqualTo("revoked since its handshake");
    }

    @Test
    void tellsWhatOperatorsHaveRevokedFromTheRest() {
        byHand.add(RevokedBy.CN, "bad");

        assertThat(watch.admit(session(), credential("bad", issued("bad")))).isEqualTo("revoked by an operator");
        assertThat(watch.admit(session(), credential("good", issued("good")))).isNull();
    }

    @Test
    void endsThoseThatHaveExpiredAndTellsHowMany() {
        // given
        Session session = connected(issued("device"));
        assertThat(watch.look()).isZero();

        // when
        now = now.plusSeconds(3_601);

        // then
        assertThat(watch.look()).isEqualTo(1);
        assertThat(watch.look()).isZero();
        pass();
        assertThat(session.reason()).isEqualTo(CloseReason.CERT_EXPIRED);
    }

    @Test
    void forgetsAConnectionThatHasClosed() {
        // given
        connected(issued("device")).client().close();
        channels.forEach(EmbeddedChannel::runPendingTasks);
        lookedAt.clear();

        // when
        looks.changed(LISTENER);
        pass();

        // then
        assertThat(lookedAt).isEmpty();
    }

    private Session connected(IssuedCertificate... path) {
        Session session = session();
        assertThat(watch.admit(session, credential("device", path))).isNull();
        return session;
    }

    private Session session() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        channels.add(channel);
        return TestClient.session(channel);
    }

    private Credential credential(String commonName, IssuedCertificate... path) {
        return new Credential("0a", "", List.of(commonName), null, now.plusSeconds(3_600), List.of(path));
    }

    private IssuedCertificate issued(String commonName) {
        TestCertificate certificate = pki.client(commonName);
        return IssuedCertificate.of(certificate.certificate(), pki.issuing().certificate());
    }

    private void pass() {
        for (Runnable task = background.poll(); task != null; task = background.poll()) {
            task.run();
        }
        time.advanceTimeBy(100, TimeUnit.MILLISECONDS);
        time.runScheduledPendingTasks();
        time.runPendingTasks();
        channels.forEach(EmbeddedChannel::runPendingTasks);
    }
}
