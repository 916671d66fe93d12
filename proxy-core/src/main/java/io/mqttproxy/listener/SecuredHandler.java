package io.mqttproxy.listener;

import io.mqttproxy.relay.Accounting;
import io.mqttproxy.relay.CloseReason;
import io.mqttproxy.relay.NetworkTrouble;
import io.mqttproxy.relay.Session;
import io.mqttproxy.relay.SetupStep;
import io.mqttproxy.relay.SetupTrace;
import io.mqttproxy.tls.HandshakeFailure;
import io.mqttproxy.tls.ServerNameHandler;
import io.mqttproxy.tls.TlsSession;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the events of the handshake into facts of the session, then leaves. */
final class SecuredHandler extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(SecuredHandler.class);

    private final Session session;
    private final Accounting accounting;
    private final Duration connectTimeout;
    private boolean begun;
    private boolean secured;

    SecuredHandler(Session session, Accounting accounting, Duration connectTimeout) {
        this.session = session;
        this.accounting = accounting;
        this.connectTimeout = connectTimeout;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SniCompletionEvent sni) {
            begun = true;
            session.serverName(ServerNameHandler.serverName(sni));
            if (!sni.isSuccess()) {
                failed(sni.cause());
            }
        } else if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                secured(ctx);
            } else {
                failed(handshake.cause());
            }
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    private void secured(ChannelHandlerContext ctx) {
        TlsSession tls = TlsSession.of(ctx.pipeline().get(SslHandler.class));
        session.secured(tls);
        secured = true;
        accounting.secured(session, tls);
        SetupTrace.enter(session, SetupStep.CONNECT);
        session.within(connectTimeout, CloseReason.CONNECT_TIMEOUT);
        ctx.pipeline().remove(this);
    }

    private void failed(Throwable cause) {
        @Nullable String detail = HandshakeFailure.describe(cause);
        log.debug("{} handshake failed: {}", session.id(), detail);
        session.end(NetworkTrouble.reasonOf(HandshakeFailure.of(cause)), detail);
    }

    /** Whatever fails before TLS is up is a failed handshake. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(cause);
    }

    /** Deadline, close and failure all come by here, the last of them when the pipeline is taken down. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (begun && !secured) { // a port probe that never says hello is no handshake
            accounting.handshakeFailed(session);
        }
    }
}
