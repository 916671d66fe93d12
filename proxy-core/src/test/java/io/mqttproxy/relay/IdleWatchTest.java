package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.identity.NoIdentity;
import io.netty.channel.Channel;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalChannel;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IdleWatchTest {

    private static final long NO_TIMER = -1;

    @Test
    void endsASilentClientAndLeavesALivelyOneAlone() {
        // given a keep alive of one second, and the five seconds by which the broker goes first
        EmbeddedChannel silent = new EmbeddedChannel();
        EmbeddedChannel lively = new EmbeddedChannel();
        Session one = relaying(silent);
        Session other = relaying(lively);
        long start = System.nanoTime();
        IdleWatch.start(one, 1, 0.1);
        IdleWatch.start(other, 1, 0.1);

        // when
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    other.traffic().heardClient();
                    lively.runScheduledPendingTasks();
                    silent.runScheduledPendingTasks();
                    return one.ended();
                });

        // then
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(20));
        assertThat(one.reason()).isEqualTo(CloseReason.IDLE_TIMEOUT);
        assertThat(other.ended()).isFalse();
        silent.finishAndReleaseAll();
        lively.finishAndReleaseAll();
    }

    @Test
    void neverEndsAClientWithoutAKeepAlive() {
        // given MQTT 5 section 3.1.2.10: 0 turns the mechanism off
        EmbeddedChannel channel = new EmbeddedChannel();

        // when
        IdleWatch.start(relaying(channel), 0, 1.5);

        // then
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NO_TIMER);
        channel.finishAndReleaseAll();
    }

    @Test
    void waitsForTheLongestKeepAliveThereIs() {
        // given
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();

        // when
        IdleWatch.start(relaying(channel), 65_535, 100);

        // then 75 days, and the five seconds
        long seconds = TimeUnit.NANOSECONDS.toSeconds(channel.runScheduledPendingTasks());
        assertThat(seconds).isBetween(6_553_504L, 6_553_505L);
        channel.finishAndReleaseAll();
    }

    @Test
    void letsGoOfAConnectionThatHasEnded() throws Exception {
        // given the longest keep alive: what its timer holds on to is kept for more than a day
        DefaultEventLoop loop = new DefaultEventLoop();
        try {
            WeakReference<Session> session = new WeakReference<>(watchedAndEnded(loop));

            // then
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                System.gc();
                return session.get() == null;
            });
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private static Session watchedAndEnded(DefaultEventLoop loop) throws Exception {
        LocalChannel channel = new LocalChannel();
        loop.register(channel).sync();
        Session session = relaying(channel);
        loop.submit(() -> {
                    IdleWatch.start(session, 65_535, 1.5);
                    session.end(CloseReason.CLIENT_CLOSED);
                })
                .sync();
        channel.closeFuture().sync();
        return session;
    }

    private static Session relaying(Channel channel) {
        Session session = TestClient.session(channel, NoIdentity.INSTANCE, TestClient.connect311("d", null));
        session.answered(0);
        return session;
    }
}
