package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.metrics.ProxyMetrics;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time is that of an embedded event loop and stands still unless a test moves it. */
class DrainTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final ProxyMetrics metrics = new ProxyMetrics();
    private final Sessions sessions = new Sessions();
    private final Accounting accounting =
            new Accounting(metrics.listener("mqtts", Accounting.labels()), sessions, AccessLog.off());
    private final EmbeddedChannel time = new EmbeddedChannel();
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    @BeforeEach
    void stopTheClock() {
        time.freezeTime();
    }

    @AfterEach
    void close() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        time.finishAndReleaseAll();
        metrics.close();
    }

    @Test
    void isDoneAtOnceWhenNobodyIsConnected() {
        // when
        CompletableFuture<Void> done = drain(100, LONG);
        pass(0);

        // then
        assertThat(done).isCompleted();
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10",
        "100, 100",
        "1000, 1000",
        "1, 1",
        "5, 5",
        "14, 14",
        "15, 15",
        "25, 25",
    })
    void endsAsManyInASecondAsItMay(int perSecond, int ended) {
        // given
        connect(2_000);

        // when ten steps have passed
        CompletableFuture<Void> done = drain(perSecond, LONG);
        pass(0);
        for (int step = 1; step < 10; step++) {
            pass(100);
        }

        // then
        assertThat(2_000 - sessions.size()).isEqualTo(ended);
        assertThat(done).isNotCompleted();
    }

    @Test
    void isDoneWhenTheLastHasGone() {
        // given
        connect(30);

        // when
        CompletableFuture<Void> done = drain(100, LONG);
        pass(0);
        pass(100);
        pass(100);
        assertThat(done).isNotCompleted();
        pass(100);

        // then
        assertThat(done).isCompleted();
        assertThat(sessions.size()).isZero();
    }

    @Test
    void endsThoseTooThatCameMeanwhile() {
        // given
        connect(1);
        CompletableFuture<Void> done = drain(10, LONG);
        connect(1);

        // when
        pass(0);
        for (int step = 1; step < 5; step++) {
            pass(100);
        }

        // then
        assertThat(done).isCompleted();
    }

    @Test
    void letsThoseArriveWhoAreOnTheirWay() {
        // given
        Session session = arrive();
        drain(10, LONG);
        pass(0);
        pass(100);
        assertThat(session.ended()).isFalse();

        // when its broker accepts it
        session.answered(0);
        pass(100);
        pass(100);

        // then
        assertThat(session.reason()).isEqualTo(CloseReason.DRAIN);
    }

    @Test
    void doesNotWaitLongForThoseWhoNeverArrive() {
        // given
        Session session = arrive();
        CompletableFuture<Void> done = drain(10, LONG);

        // when
        for (int look = 0; look < 52; look++) {
            pass(100);
        }

        // then
        assertThat(session.ended()).isTrue();
        assertThat(done).isCompleted();
    }

    @Test
    void waitsForTheEndOfAPacket() {
        // given a client that has got the first half of one
        Session session = connect(1);
        session.traffic().toClient(Unpooled.wrappedBuffer(new byte[] {0x30, 0x04, 0x00}));
        CompletableFuture<Void> done = drain(10, LONG);
        pass(0);
        pass(100);
        assertThat(session.ended()).isFalse();

        // when
        session.traffic().toClient(Unpooled.wrappedBuffer(new byte[] {0x01, 't', 'x'}));
        session.endIfAsked();

        // then
        assertThat(session.reason()).isEqualTo(CloseReason.DRAIN);
        pass(100);
        assertThat(done).isCompleted();
    }

    @Test
    void closesThoseThatAreLeftAtTheDeadlineWhateverTheyAreDoing() {
        // given
        Session session = connect(1);
        session.traffic().toClient(Unpooled.wrappedBuffer(new byte[] {0x30, 0x04, 0x00}));

        // when
        CompletableFuture<Void> done = drain(10, Duration.ZERO);
        pass(0);
        pass(100);

        // then
        assertThat(done).isCompleted();
        assertThat(session.ended()).isTrue();
    }

    private CompletableFuture<Void> drain(int perSecond, Duration deadline) {
        return new Drain(sessions, time.eventLoop()).start(perSecond, deadline);
    }

    /** Connects clients that a broker has accepted; the last one is returned. */
    private Session connect(int count) {
        @Nullable Session last = null;
        for (int i = 0; i < count; i++) {
            last = arrive();
            last.answered(0);
        }
        return Objects.requireNonNull(last);
    }

    /** Connects a client that has sent its CONNECT. */
    private Session arrive() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channels.add(channel);
        String clientId = "d" + channels.size();
        Session session = TestClient.session(channel, NoIdentity.INSTANCE, TestClient.connect311(clientId, null));
        accounting.accepted(session);
        return session;
    }

    private void pass(long millis) {
        time.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        time.runScheduledPendingTasks();
        time.runPendingTasks();
        channels.forEach(EmbeddedChannel::runPendingTasks);
    }
}
