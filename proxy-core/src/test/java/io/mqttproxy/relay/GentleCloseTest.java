package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GentleCloseTest {

    private static final byte[] CONNACK = {0x20, 0x02, 0x00, 0x03};

    private final NetworkLoop network = new NetworkLoop();

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void deliversTheLastWordsAlthoughInputWaitsUnread() throws Exception {
        // given input that a close would answer with a reset
        try (Socket peer = network.connect()) {
            Channel channel = network.accepted();
            peer.getOutputStream().write(new byte[64 * 1024]);

            // when
            closeGently(channel, Unpooled.copiedBuffer(CONNACK));

            // then the words and an orderly end
            assertThat(peer.getInputStream().readAllBytes()).isEqualTo(CONNACK);
        }
    }

    @Test
    void endsInOrderWithoutWords() throws Exception {
        try (Socket peer = network.connect()) {
            Channel channel = network.accepted();
            peer.getOutputStream().write(new byte[64 * 1024]);

            // when
            closeGently(channel, null);

            // then
            assertThat(peer.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void closesAsSoonAsThePeerHas() throws Exception {
        // the fastest of some, since a busy machine may take any of them a while; the bound takes 2 s every time
        Duration fastest = closedWithThePeer();
        for (int again = 0; again < 4 && fastest.toMillis() >= 1_500; again++) {
            fastest = closedWithThePeer();
        }

        assertThat(fastest).isLessThan(Duration.ofMillis(1_500));
    }

    private Duration closedWithThePeer() throws Exception {
        // given
        Channel channel;
        long start;
        try (Socket peer = network.connect()) {
            channel = network.accepted();
            start = System.nanoTime();

            // when
            closeGently(channel, Unpooled.copiedBuffer(CONNACK));
            peer.getInputStream().readAllBytes();
        }

        // then
        assertThat(channel.closeFuture().await(10, TimeUnit.SECONDS)).isTrue();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void cutsAPeerOffThatNeverCloses() throws Exception {
        try (Socket peer = network.connect()) {
            Channel channel = network.accepted();
            long start = System.nanoTime();

            // when the peer goes on sending
            closeGently(channel, Unpooled.copiedBuffer(CONNACK));
            peer.getOutputStream().write(new byte[1024]);

            // then
            assertThat(channel.closeFuture().await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(10));
        }
    }

    @Test
    void cutsAPeerOffThatNeverReads() {
        // given a channel whose writes never get done
        Stuck stuck = new Stuck();
        EmbeddedChannel channel = new EmbeddedChannel(stuck);
        channel.freezeTime();
        ByteBuf words = Unpooled.copiedBuffer(CONNACK);
        GentleClose.of(channel, words, false, GentleClose.LINGER);
        channel.advanceTimeBy(1_900, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();

        // when
        channel.advanceTimeBy(200, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();

        // then
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void waitsLongerForAPeerThatReadsSlowlyWhereItIsWorthIt() {
        // given
        EmbeddedChannel channel = new EmbeddedChannel(new Stuck());
        channel.freezeTime();
        GentleClose.of(channel, Unpooled.copiedBuffer(CONNACK), false, Duration.ofSeconds(10));
        channel.advanceTimeBy(9_900, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();

        // when
        channel.advanceTimeBy(200, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();

        // then
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesAtOnceWhenThePeerIsDone() {
        // given
        EmbeddedChannel channel = new EmbeddedChannel();

        // when
        GentleClose.of(channel, Unpooled.copiedBuffer(CONNACK), true, GentleClose.LINGER);

        // then
        assertThat(channel.isOpen()).isFalse();
        ByteBuf sent = channel.readOutbound();
        assertThat(ByteBufUtil.getBytes(sent)).isEqualTo(CONNACK);
        sent.release();
    }

    @Test
    void waitsForWritesThoughThePeerIsDone() {
        // given
        EmbeddedChannel channel = new EmbeddedChannel(new Stuck());
        channel.freezeTime();

        // when
        GentleClose.of(channel, Unpooled.copiedBuffer(CONNACK), true, GentleClose.LINGER);

        // then
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(2_100, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void dropsTheLastWordsWhenThePeerIsGone() {
        // given
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.close();
        ByteBuf words = Unpooled.copiedBuffer(CONNACK);

        // when
        GentleClose.of(channel, words, false, GentleClose.LINGER);

        // then
        assertThat(words.refCnt()).isZero();
    }

    private static void closeGently(Channel channel, @Nullable ByteBuf lastWords) {
        channel.eventLoop()
                .submit(() -> GentleClose.of(channel, lastWords, false, GentleClose.LINGER))
                .syncUninterruptibly();
    }

    private static final class Stuck extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
        }
    }
}
