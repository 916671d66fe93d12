package io.mqttproxy.relay;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Sits behind the TLS handler of a backend's channel, tells once how the handshake ended, and leaves. */
final class BackendHandshake extends ChannelInboundHandlerAdapter {

    private final Consumer<@Nullable SSLException> outcome;
    private boolean told;

    /**
     * Waits for one handshake.
     *
     * @param outcome given null when TLS is up, or why it is not; called on the event loop
     */
    BackendHandshake(Consumer<@Nullable SSLException> outcome) {
        this.outcome = outcome;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                ctx.pipeline().remove(this);
                tell(null);
            } else {
                failed(ctx, handshake.cause());
            }
        }
    }

    /** A backend that closes or resets in the middle of the handshake has said no as well. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        failed(ctx, new SSLHandshakeException("closed during the handshake"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(ctx, cause);
    }

    private void failed(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
        @Nullable SSLException failure = TlsTrouble.in(cause);
        if (failure == null) {
            failure = new SSLHandshakeException(String.valueOf(cause.getMessage()));
            failure.initCause(cause);
        }
        tell(failure);
    }

    private void tell(@Nullable SSLException failure) {
        if (!told) {
            told = true;
            outcome.accept(failure);
        }
    }
}
