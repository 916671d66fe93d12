package io.mqttproxy.tls;

import io.mqttproxy.it.Device;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A client on the JDK's TLS that takes every server for the same one, so that it offers the ticket of one to another. The
 * bytes of both sides are carried by hand, in one thread and without sockets.
 */
final class TicketClient {

    /** How a handshake ended, as the server sees it. */
    enum Outcome {
        FULL,
        RESUMED,
        REFUSED
    }

    private final SSLContext context;
    private final String version;

    /**
     * A client without any ticket yet.
     *
     * @param version the only one that it speaks, such as {@code TLSv1.3}
     */
    TicketClient(TestPki pki, @Nullable TestCertificate certificate, String version) {
        this.context = Device.context(pki, certificate);
        this.version = version;
    }

    /** Connects, keeps the ticket that it gets, and closes. */
    Outcome connect(TlsContexts contexts) {
        SSLEngine engine = context.createSSLEngine("localhost", 8883);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {version});
        ServerContext served = Objects.requireNonNull(contexts.select(null));
        SslHandler serverTls = served.newHandler(UnpooledByteBufAllocator.DEFAULT);
        Ending ending = new Ending();
        EmbeddedChannel server = new EmbeddedChannel(serverTls, ending);
        EmbeddedChannel client = new EmbeddedChannel(new SslHandler(engine), new Quiet());
        carry(client, server);
        Outcome outcome = ending.outcome;
        if (outcome != Outcome.REFUSED) {
            server.writeAndFlush(Unpooled.wrappedBuffer(new byte[1])); // BoringSSL's tickets wait for data
            carry(client, server);
        }
        close(client, server);
        close(server, client);
        return outcome;
    }

    private static void carry(EmbeddedChannel client, EmbeddedChannel server) {
        boolean moved = true;
        while (moved) {
            boolean there = move(client, server);
            moved = move(server, client) || there;
        }
    }

    private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
        from.runPendingTasks();
        boolean moved = false;
        for (@Nullable Object bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
            moved = true;
            if (to.isOpen()) {
                to.pipeline().fireChannelRead(bytes).fireChannelReadComplete();
                to.runPendingTasks();
            } else {
                ReferenceCountUtil.release(bytes);
            }
        }
        return moved;
    }

    private static void close(EmbeddedChannel side, EmbeddedChannel other) {
        side.close();
        carry(side, other);
        side.releaseInbound();
        side.releaseOutbound();
    }

    /** Drops failures: what counts is what the server says. */
    private static class Quiet extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    private static final class Ending extends Quiet {
        private Outcome outcome = Outcome.REFUSED;

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                long ssl = ((ReferenceCountedOpenSslEngine)
                                ctx.pipeline().get(SslHandler.class).engine())
                        .sslPointer();
                outcome = SSL.isSessionReused(ssl) ? Outcome.RESUMED : Outcome.FULL;
            }
        }
    }
}
