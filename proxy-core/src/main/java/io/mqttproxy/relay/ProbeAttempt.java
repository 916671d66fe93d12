package io.mqttproxy.relay;

import io.mqttproxy.mqtt.Connect;
import io.mqttproxy.mqtt.Disconnect;
import io.mqttproxy.mqtt.MalformedPacketException;
import io.mqttproxy.mqtt.ReceivedConnack;
import io.mqttproxy.proxyprotocol.ProxyHeaderException;
import io.mqttproxy.relay.ProbeOutcome.TlsCause;
import io.mqttproxy.routing.Backend;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plays one probe on one connection, at the end of its pipeline; event loop only. */
final class ProbeAttempt extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(ProbeAttempt.class);

    private final ProbePlan plan;
    private final Backend backend;
    private final CompletableFuture<ProbeOutcome> outcome;

    ProbeAttempt(ProbePlan plan, Backend backend, CompletableFuture<ProbeOutcome> outcome) {
        this.plan = plan;
        this.backend = backend;
        this.outcome = outcome;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        long millis = plan.timeout().toMillis();
        var timeout = ctx.executor().schedule(() -> end(ctx, new ProbeOutcome.Silent()), millis, TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(closed -> timeout.cancel(false));
        if (plan.tls() == null) {
            ctx.writeAndFlush(connect(ctx, header(ctx))); // in one segment, like those of clients
        } else {
            ctx.write(header(ctx), ctx.voidPromise()); // flushed with the ClientHello behind it
            SslHandler handler = plan.tls().newHandler(ctx.alloc(), backend.host(), backend.port());
            handler.setHandshakeTimeoutMillis(millis);
            ctx.pipeline().addFirst("tls", handler);
        }
    }

    /** Owned by the caller; empty when the plan has no header. */
    private ByteBuf header(ChannelHandlerContext ctx) {
        ByteBuf out = ctx.alloc().buffer();
        try {
            plan.header().write(ctx.channel(), plan.login().clientId(), out);
        } catch (ProxyHeaderException e) {
            out.release();
            throw new IllegalStateException("a header of our own addresses cannot be written", e);
        }
        return out;
    }

    private ByteBuf connect(ChannelHandlerContext ctx, ByteBuf out) {
        ProbeLogin login = plan.login();
        ByteBuf packet = Connect.v311(ctx.alloc(), login.clientId(), login.username(), login.password());
        try {
            return out.writeBytes(packet);
        } finally {
            packet.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                ctx.writeAndFlush(connect(ctx, ctx.alloc().buffer()));
            } else {
                end(ctx, failed(handshake.cause()));
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof ReceivedConnack connack && connack.accepted()) {
                outcome.complete(new ProbeOutcome.Accepted());
                ctx.writeAndFlush(Disconnect.v311(ctx.alloc())).addListener(ChannelFutureListener.CLOSE);
            } else if (message instanceof ReceivedConnack connack) {
                end(ctx, new ProbeOutcome.Refused(connack.code()));
            } else if (message instanceof OtherProtocol protocol) {
                end(ctx, new ProbeOutcome.NotMqtt(protocol));
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(ctx, new ProbeOutcome.Closed());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(ctx, failed(cause));
    }

    private void end(ChannelHandlerContext ctx, ProbeOutcome found) {
        outcome.complete(found); // the first one counts
        ctx.close();
    }

    private static ProbeOutcome failed(Throwable cause) {
        if (cause instanceof MalformedPacketException) {
            return new ProbeOutcome.NotMqtt(OtherProtocol.UNKNOWN);
        }
        @Nullable SSLException tls = TlsTrouble.in(cause);
        if (tls != null) {
            return new ProbeOutcome.TlsFailed(causeOf(tls), TlsTrouble.words(tls));
        }
        if (!(cause instanceof IOException)) {
            log.error("A probe ended by a defect of the proxy; please report it", cause);
        }
        return new ProbeOutcome.Closed();
    }

    private static TlsCause causeOf(SSLException failure) {
        if (failure instanceof NotSslRecordException) {
            return TlsCause.NOT_TLS;
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return TlsCause.CERTIFICATE;
            }
        }
        return TlsCause.OTHER;
    }
}
