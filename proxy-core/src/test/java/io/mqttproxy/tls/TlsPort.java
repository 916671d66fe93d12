package io.mqttproxy.tls;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of a listener on a real port, for what needs more than one thread. Whoever gets in is sent one byte; how each
 * handshake ended is kept in order: a {@link TlsSession} or a {@link HandshakeFailure}.
 */
final class TlsPort implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    private final BlockingQueue<Object> ends = new LinkedBlockingQueue<>();
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup accepted = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Channel channel;

    TlsPort(Supplier<@Nullable TlsContexts> contexts) {
        channel = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel client) {
                        accepted.add(client);
                        client.pipeline().addLast(new ServerNameHandler(contexts), new Witness());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** How the next handshake ended; waits for it. */
    Object nextEnd() throws InterruptedException {
        @Nullable Object end = ends.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (end == null) {
            throw new AssertionError("no handshake came to an end");
        }
        return end;
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        accepted.close().syncUninterruptibly(); // so that each gives its engine back before its loop ends
        loop.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Witness extends ChannelInboundHandlerAdapter {

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    ends.add(TlsSession.of(ctx.pipeline().get(SslHandler.class)));
                    ctx.writeAndFlush(Unpooled.wrappedBuffer(new byte[1]));
                } else {
                    ends.add(HandshakeFailure.of(handshake.cause()));
                }
            } else if (event instanceof SniCompletionEvent sni && !sni.isSuccess()) {
                ends.add(HandshakeFailure.of(sni.cause()));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
