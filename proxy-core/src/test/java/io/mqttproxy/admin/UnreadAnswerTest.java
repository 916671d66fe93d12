package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Somebody asks and does not read: the places of the admin port are few. */
class UnreadAnswerTest {

    private final AdminApi api = new AdminApi(
            (accept, out) -> "text/plain",
            () -> List.of(),
            new TestOperators.NothingRevoked(),
            new TestClusters(),
            AdminToken.none());

    /** A peer whose window is closed. */
    private static final class Full extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
        }
    }

    @Test
    void whoDoesNotReadTheAnswerIsClosed() {
        // given
        EmbeddedChannel channel = new EmbeddedChannel(new Full(), new AdminHandler(api));
        channel.freezeTime();
        channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/livez"));

        // when
        channel.advanceTimeBy(29, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        // then
        assertThat(channel.isOpen()).isTrue();

        // when
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        // then
        assertThat(channel.isOpen()).isFalse();
    }
}
