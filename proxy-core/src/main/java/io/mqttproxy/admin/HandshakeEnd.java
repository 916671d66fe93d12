package io.mqttproxy.admin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * Waits behind TLS until the handshake is done, notes what it has shown of the caller, and leaves. Until then whatever fails
 * is a failed handshake: the connection closes, and the log is told by {@link HandshakeLog}, without a stack trace.
 */
final class HandshakeEnd extends ChannelInboundHandlerAdapter {

    private final PortSecurity security;
    private final PortSecurity.Handshake begun;
    private final HandshakeLog log;
    private boolean failed;

    HandshakeEnd(PortSecurity security, PortSecurity.Handshake begun, HandshakeLog log) {
        this.security = security;
        this.begun = begun;
        this.log = log;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
            return; // the server name, and whatever else is said on the way
        }
        if (handshake.isSuccess()) {
            Caller.secured(ctx.channel(), begun.rights(ctx.pipeline().get(SslHandler.class)));
            ctx.pipeline().remove(AlertFirst.class);
            ctx.pipeline().remove(this);
        } else {
            failed(ctx, handshake.cause());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(ctx, cause);
    }

    private void failed(ChannelHandlerContext ctx, Throwable cause) {
        if (!failed) {
            failed = true;
            log.failed(ctx.channel().remoteAddress(), security.reason(cause));
        }
        ctx.close();
    }
}
