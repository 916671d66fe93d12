package io.mqttproxy.relay;

import io.mqttproxy.routing.Backend;
import io.mqttproxy.tls.BackendTls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
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
    private BackendHandshake(Consumer<@Nullable SSLException> outcome) {
        this.outcome = outcome;
    }

    /**
     * Begins TLS on a connected channel; event loop only.
     *
     * <p>The PROXY header goes ahead of it, in the clear: that is where brokers look for it.
     *
     * @param limitMillis how long the handshake may take
     * @throws RefusedException when the PROXY header cannot be written; nothing was sent then
     */
    static void begin(
            Session session,
            BackendTarget target,
            BackendTls tls,
            Channel backend,
            long limitMillis,
            Consumer<@Nullable SSLException> outcome)
            throws RefusedException {
        @Nullable ByteBuf header = target.proxyHeader(session, backend.alloc());
        if (header != null) {
            backend.write(header, backend.voidPromise()); // flushed with the ClientHello behind it
        }
        Backend address = target.state().backend();
        SslHandler handler = tls.newHandler(backend.alloc(), address.host(), address.port());
        handler.setHandshakeTimeoutMillis(limitMillis);
        backend.pipeline().addLast("tls", handler).addLast("handshake", new BackendHandshake(outcome));
        backend.read(); // the first of the handshake's; the TLS handler asks for the others
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
