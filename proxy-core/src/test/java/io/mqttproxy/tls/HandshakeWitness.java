package io.mqttproxy.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;

/** Sits at the end of a pipeline and notes how its handshake ended; the first failure counts. */
final class HandshakeWitness extends ChannelInboundHandlerAdapter {

    private boolean succeeded;
    private @Nullable String serverName;
    private @Nullable Throwable cause;

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SniCompletionEvent sni) {
            serverName = sni.hostname();
            failed(sni.cause());
        } else if (event instanceof SslHandshakeCompletionEvent handshake) {
            succeeded = handshake.isSuccess();
            failed(handshake.cause());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        failed(failure);
    }

    private void failed(@Nullable Throwable failure) {
        cause = cause == null ? failure : cause;
    }

    boolean succeeded() {
        return succeeded;
    }

    @Nullable String serverName() {
        return serverName;
    }

    @Nullable Throwable cause() {
        return cause;
    }

    /** What the proxy makes of the failure. */
    HandshakeFailure failure() {
        if (cause == null) {
            throw new AssertionError("the handshake did not fail");
        }
        return HandshakeFailure.of(cause);
    }
}
