package io.mqttproxy.testsupport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Thousands of MQTT clients over plain TCP that keep all that they get, and when they were closed. */
public final class ClientFleet implements AutoCloseable {

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Client> clients = new CopyOnWriteArrayList<>();

    /** Connects one that sends these bytes, and waits for TCP only. */
    public Client connect(int port, byte[] mqttConnect) {
        Client client = new Client();
        clients.add(client);
        Channel channel = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(client);
                    }
                })
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
        channel.writeAndFlush(Unpooled.wrappedBuffer(mqttConnect));
        return client;
    }

    /** All of them. */
    public List<Client> clients() {
        return List.copyOf(clients);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** One client. */
    public static final class Client extends SimpleChannelInboundHandler<ByteBuf> {

        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private long closedNanos;
        private @Nullable Throwable trouble;

        @Override
        protected synchronized void channelRead0(ChannelHandlerContext ctx, ByteBuf data) {
            byte[] bytes = new byte[data.readableBytes()];
            data.readBytes(bytes);
            received.writeBytes(bytes);
        }

        @Override
        public synchronized void channelInactive(ChannelHandlerContext ctx) {
            closedNanos = System.nanoTime();
        }

        @Override
        public synchronized void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            trouble = cause;
            ctx.close();
        }

        /** Whether it has got anything. */
        public synchronized boolean answered() {
            return received.size() > 0;
        }

        /** Whether the other side has closed. */
        public synchronized boolean closed() {
            return closedNanos != 0;
        }

        /** {@link System#nanoTime} of the close; 0 while it is open. */
        public synchronized long closedNanos() {
            return closedNanos;
        }

        /** Such as a reset; null as a rule. */
        public synchronized @Nullable Throwable trouble() {
            return trouble;
        }

        /**
         * Its packets one by one, read by lengths alone.
         *
         * @throws AssertionError when the last one is not whole
         */
        public synchronized List<byte[]> packets() {
            byte[] all = received.toByteArray();
            List<byte[]> packets = new ArrayList<>();
            int at = 0;
            while (at < all.length) {
                int length = at + 1 < all.length ? 2 + all[at + 1] : Integer.MAX_VALUE; // all are below 128 bytes
                if (length < 2 || at + length > all.length) {
                    throw new AssertionError("torn packet: " + (all.length - at) + " of " + length + " bytes");
                }
                packets.add(Arrays.copyOfRange(all, at, at + length));
                at += length;
            }
            return packets;
        }
    }
}
