package io.mqttproxy.testsupport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A broker for thousands of clients that accepts everybody and then publishes all the time, each PUBLISH in two halves with
 * a pause between them, so that whoever ends a connection at any moment is likely to meet a packet on its way.
 */
public final class PublishingBroker implements AutoCloseable {

    private static final int LEVEL_AT = 8; // of a CONNECT shorter than 128 bytes whose protocol name is MQTT
    private static final long EVERY_MILLIS = 500;
    private static final long PAUSE_MILLIS = 25;
    private static final byte[] PUBLISH = publish();

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final AtomicInteger connected = new AtomicInteger();
    private final boolean busy;
    private final Channel server;

    private PublishingBroker(boolean busy) {
        this.busy = busy;
        server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Client());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    /** Starts one on a port that the kernel chooses. */
    public static PublishingBroker start() {
        return new PublishingBroker(false);
    }

    /** Starts one whose every write ends in the middle of a PUBLISH. */
    public static PublishingBroker startBusy() {
        return new PublishingBroker(true);
    }

    /** The TCP port on 127.0.0.1. */
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** How many clients are connected and have sent their CONNECT. */
    public int connected() {
        return connected.get();
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** QoS 0 to the topic {@code t}; an MQTT 5 client reads the first byte of the payload as "no properties". */
    private static byte[] publish() {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(0x30); // PUBLISH
        packet.write(103); // remaining length
        packet.write(0); // topic
        packet.write(1);
        packet.write('t');
        packet.writeBytes(new byte[100]);
        return packet.toByteArray();
    }

    private final class Client extends SimpleChannelInboundHandler<ByteBuf> {

        private boolean accepted;

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf data) {
            if (accepted) {
                return;
            }
            accepted = true; // a CONNECT of some bytes comes whole on loopback
            boolean modern = data.getByte(data.readerIndex() + LEVEL_AT) == 5;
            byte[] connack = modern ? new byte[] {0x20, 3, 0, 0, 0} : new byte[] {0x20, 2, 0, 0};
            connected.incrementAndGet(); // first: who has the CONNACK is counted
            ctx.channel().closeFuture().addListener(closed -> connected.decrementAndGet());
            ctx.writeAndFlush(Unpooled.wrappedBuffer(connack));
            later(ctx, ThreadLocalRandom.current().nextLong(EVERY_MILLIS), () -> firstHalf(ctx));
        }

        private void firstHalf(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(Unpooled.wrappedBuffer(Arrays.copyOf(PUBLISH, PUBLISH.length / 2)));
            later(ctx, PAUSE_MILLIS, () -> secondHalf(ctx));
        }

        private void secondHalf(ChannelHandlerContext ctx) {
            byte[] rest = Arrays.copyOfRange(PUBLISH, PUBLISH.length / 2, PUBLISH.length);
            if (busy) {
                byte[] next = Arrays.copyOf(PUBLISH, PUBLISH.length / 2);
                ctx.writeAndFlush(Unpooled.wrappedBuffer(rest, next));
                later(ctx, PAUSE_MILLIS, () -> secondHalf(ctx));
                return;
            }
            ctx.writeAndFlush(Unpooled.wrappedBuffer(rest));
            later(ctx, EVERY_MILLIS - PAUSE_MILLIS, () -> firstHalf(ctx));
        }

        private void later(ChannelHandlerContext ctx, long millis, Runnable task) {
            if (ctx.channel().isActive()) {
                ctx.executor().schedule(task, millis, TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
