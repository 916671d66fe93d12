package io.mqttproxy.admin;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets the alert of a failed handshake arrive, which says why. In TLS 1.3 a client has sent its request by then (RFC 8446 section
 * 2), and a socket that is closed with unread input is reset, which discards the alert. So: FIN, read on and drop, and close with
 * the client or soon.
 */
final class AlertFirst extends ChannelDuplexHandler {

    private static final int LINGER_SECONDS = 5;

    private boolean leaving;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (leaving) {
            ReferenceCountUtil.release(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        @Nullable SslHandler tls = ctx.pipeline().get(SslHandler.class);
        boolean failed = tls != null
                && tls.handshakeFuture().isDone()
                && !tls.handshakeFuture().isSuccess();
        if (leaving) { // whoever learns of the failure closes: the engine's handler, and the one that waits for the
            // handshake
            ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
            return;
        }
        if (!failed || !ctx.channel().isActive() || !(ctx.channel() instanceof DuplexChannel duplex)) {
            ctx.close(promise);
            return;
        }
        leaving = true;
        ctx.flush();
        duplex.shutdownOutput();
        ctx.channel().config().setAutoRead(true);
        var bound = ctx.executor().schedule(() -> ctx.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(closed -> {
            bound.cancel(false);
            promise.trySuccess();
        });
    }
}
