package io.mqttproxy.relay;

import io.mqttproxy.tls.ServerNameHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a channel so that what was written before arrives.
 *
 * <p>A socket closed with unread input is reset, and a reset discards what the peer has not read yet: a CONNACK that says
 * why, or the DISCONNECT that keeps a broker from publishing the will. So: flush, close_notify where there is TLS, FIN,
 * then read on and drop until the peer closes as well, with a bound.
 */
final class GentleClose {

    /** The most that a peer may take to read the rest, as a rule, and the most that it may take to close its side. */
    static final Duration LINGER = Duration.ofSeconds(2);

    /** The longest that an end in order waits for a packet that is on its way, and then for the client to read it. */
    static final Duration LONGEST_PACKET = Duration.ofSeconds(10);

    private GentleClose() {}

    /**
     * Begins to close; event loop only. Handlers of the channel must drop what they still read.
     *
     * @param lastWords written before the close; consumed in any case; null for none
     * @param peerIsDone whether the peer has closed its side: then there is no input left that could cause a reset
     * @param patience the most that the peer may take to read what was written before; what it has not read by then is lost,
     *     perhaps in the middle of a packet
     */
    static void of(Channel channel, @Nullable ByteBuf lastWords, boolean peerIsDone, Duration patience) {
        if (!channel.isActive() || isInHandshake(channel)) {
            ReferenceCountUtil.release(lastWords);
            channel.close();
            return;
        }
        ChannelFuture flushed = channel.writeAndFlush(lastWords == null ? Unpooled.EMPTY_BUFFER : lastWords);
        if (peerIsDone && flushed.isDone()) {
            channel.close(); // with close_notify where there is TLS
            return;
        }
        Future<?> bound = closeWithin(channel, patience);
        flushed.addListener(done -> {
            if (done.isSuccess() && !peerIsDone) {
                bound.cancel(false);
                closeWithin(channel, LINGER);
                finish(channel);
            } else {
                channel.close();
            }
        });
    }

    private static Future<?> closeWithin(Channel channel, Duration time) {
        Future<?> bound = channel.eventLoop().schedule(() -> channel.close(), time.toNanos(), TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(closed -> bound.cancel(false));
        return bound;
    }

    /** Nothing can be said before TLS is up; the alert that ended it, if any, was flushed by the TLS handler. */
    private static boolean isInHandshake(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        @Nullable SslHandler tls = pipeline.get(SslHandler.class);
        return tls == null
                ? pipeline.get(ServerNameHandler.class) != null
                : !tls.handshakeFuture().isSuccess();
    }

    private static void finish(Channel channel) {
        @Nullable SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            shutdownOutput(channel);
        } else {
            tls.closeOutbound().addListener(sent -> shutdownOutput(channel));
        }
    }

    private static void shutdownOutput(Channel channel) {
        if (!(channel instanceof DuplexChannel duplex)) {
            channel.close();
            return;
        }
        if (channel instanceof UnixChannel unix && unix.fd() instanceof Socket socket) {
            shutdownOutput(channel, socket);
            return;
        }
        duplex.shutdownOutput().addListener(sent -> {
            if (sent.isSuccess()) {
                awaitFin(channel);
            } else {
                channel.close();
            }
        });
    }

    /**
     * The same without Netty's bookkeeping, which makes an exception with a stack trace, 2 % of a short connection. All that
     * it would fail is flushed already; what a handler should still write fails by itself and closes.
     */
    private static void shutdownOutput(Channel channel, Socket socket) {
        try {
            socket.shutdown(false, true);
            awaitFin(channel);
        } catch (IOException | NotYetConnectedException e) { // the peer has reset it
            channel.close();
        }
    }

    private static void awaitFin(Channel channel) {
        channel.config().setAutoRead(true);
    }
}
