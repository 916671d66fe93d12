package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The first subscriber's event loop has the clock, which stands still unless a test moves it. */
class EventStreamTest {

    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private int made;
    private final EventStream stream = new EventStream(this::snapshot);
    private boolean broken;

    @AfterEach
    void close() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void sendsASnapshotAtOnceAndOneEachSecond() {
        // given
        EmbeddedChannel channel = subscribed();

        // when
        second();
        second();

        // then
        HttpResponse head = channel.readOutbound();
        assertThat(head.headers().get("content-type")).isEqualTo("text/event-stream");
        assertThat(head.headers().get("transfer-encoding")).isEqualTo("chunked");
        assertThat(event(channel)).isEqualTo(event(0));
        assertThat(event(channel)).isEqualTo(event(1));
        assertThat(event(channel)).isEqualTo(event(2));
        assertThat(channel.outboundMessages()).isEmpty();
    }

    @Test
    void makesASnapshotOnceForAllAndNoneForNobody() {
        // given
        subscribed();
        subscribed();

        // when
        second();

        // then one for each that came, and one of the tick
        assertThat(made).isEqualTo(3);

        // and when they are gone
        channels.forEach(EmbeddedChannel::close);
        second();
        second();
        assertThat(made).isEqualTo(3);
    }

    @Test
    void closesWhoDoesNotReadAsFastAsItComesAndNobodyElse() {
        // given
        EmbeddedChannel reading = subscribed();
        EmbeddedChannel slow = subscribed();
        slow.unsafe().outboundBuffer().setUserDefinedWritability(1, false);

        // when
        second();

        // then
        assertThat(slow.isOpen()).isFalse();
        assertThat(reading.isOpen()).isTrue();
    }

    @Test
    void takesNoMoreThanItCanServe() {
        // given
        for (int i = 0; i < EventStream.MOST_SUBSCRIBERS; i++) {
            subscribed();
        }

        // when
        @Nullable AdminAnswer refusal = subscribe(channel());

        // then
        assertThat(refusal == null ? 0 : refusal.status().code()).isEqualTo(503);

        // and when one has left
        channels.get(3).close();
        assertThat(subscribe(channel())).isNull();
    }

    @Test
    void closesAllWhenASnapshotFailsAndServesThoseWhoComeBack() {
        // given
        EmbeddedChannel one = subscribed();
        EmbeddedChannel other = subscribed();

        // when
        broken = true;
        second();

        // then
        assertThat(one.isOpen()).isFalse();
        assertThat(other.isOpen()).isFalse();

        // and when one comes back, whose event loop has the clock now
        channels.clear();
        one.releaseOutbound();
        other.releaseOutbound();
        broken = false;
        EmbeddedChannel back = subscribed();
        second();

        // then
        back.<HttpResponse>readOutbound();
        assertThat(event(back)).isEqualTo(event(2));
        assertThat(event(back)).isEqualTo(event(3));
    }

    private String snapshot() {
        if (broken) {
            throw new IllegalStateException("nothing to be had");
        }
        return "{\"n\":" + made++ + "}";
    }

    private EmbeddedChannel subscribed() {
        EmbeddedChannel channel = channel();
        assertThat(subscribe(channel)).isNull();
        return channel;
    }

    private @Nullable AdminAnswer subscribe(EmbeddedChannel channel) {
        ChannelHandlerContext last = channel.pipeline().lastContext();
        return stream.subscribe(last);
    }

    private EmbeddedChannel channel() {
        EmbeddedChannel channel = new EmbeddedChannel(new ReadTimeoutHandler(60), new ChannelInboundHandlerAdapter());
        channel.freezeTime();
        channels.add(channel);
        return channel;
    }

    private void second() {
        EmbeddedChannel first = channels.get(0);
        first.advanceTimeBy(1, TimeUnit.SECONDS);
        first.runScheduledPendingTasks();
        channels.forEach(EmbeddedChannel::runPendingTasks);
    }

    private static String event(int number) {
        return String.join("\n", "event: status", "data: {\"n\":" + number + "}", "", "");
    }

    private static String event(EmbeddedChannel channel) {
        HttpContent content = channel.readOutbound();
        try {
            return content.content().toString(StandardCharsets.UTF_8);
        } finally {
            content.release();
        }
    }
}
