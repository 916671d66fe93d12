package io.mqttproxy.admin;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /api/v1/events}: server-sent events (HTML, section 9.2), a snapshot at once and then one each second.
 *
 * <p>The snapshot is made once for all subscribers, and not at all without one. Who does not read as fast as it comes is
 * closed, and so are all when a snapshot fails: a browser comes back by itself. On the admin event loop.
 */
final class EventStream {

    private static final Logger log = LoggerFactory.getLogger(EventStream.class);

    /** Some people with some windows each; a snapshot is some ten KiB and waits for each of them. */
    static final int MOST_SUBSCRIBERS = 16;

    private static final long PERIOD_MILLIS = 1_000;

    private final Supplier<String> snapshot;
    private final Set<Channel> subscribers = new LinkedHashSet<>();
    private @Nullable Future<?> ticks;

    /** @param snapshot JSON without line breaks */
    EventStream(Supplier<String> snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * Turns a connection into a stream.
     *
     * @return what is to be answered instead; null when the stream has begun
     */
    @Nullable AdminAnswer subscribe(ChannelHandlerContext ctx) {
        if (subscribers.size() >= MOST_SUBSCRIBERS) {
            return AdminAnswer.error(
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    MOST_SUBSCRIBERS + " subscribers are there already (expected: fewer; close a window)");
        }
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream");
        head.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        HttpUtil.setTransferEncodingChunked(head, true);
        HttpUtil.setKeepAlive(head, false);
        ctx.pipeline().remove(ReadTimeoutHandler.class); // there is nothing more to be read
        ctx.write(head);
        Channel channel = ctx.channel();
        subscribers.add(channel);
        channel.closeFuture().addListener(closed -> left(channel));
        send(channel, event());
        if (ticks == null) {
            ticks = ctx.executor().scheduleAtFixedRate(this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
        return null;
    }

    private void left(Channel channel) {
        subscribers.remove(channel);
        if (subscribers.isEmpty() && ticks != null) {
            ticks.cancel(false);
            ticks = null;
        }
    }

    /** An exception here would end the schedule for all, without a word. */
    private void tick() {
        try {
            byte[] event = event();
            Set.copyOf(subscribers).forEach(channel -> send(channel, event));
        } catch (Throwable e) {
            log.error("The status for the subscribers of /api/v1/events failed; they are closed", e);
            Set.copyOf(subscribers).forEach(Channel::close);
        }
    }

    private byte[] event() {
        return ("event: status\ndata: " + snapshot.get() + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void send(Channel channel, byte[] event) {
        if (channel.isWritable()) {
            channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(event)))
                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        } else {
            channel.close();
        }
    }
}
