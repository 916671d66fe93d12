package io.mqttproxy.it;

import io.mqttproxy.testsupport.TestPki;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;

/**
 * Clients that log in over TLS: some stay and must not be disturbed, others come at a rate that does not wait for the proxy,
 * as far as the machine can do it, and leave after their CONNACK. One thread.
 */
public final class MqttLoad implements AutoCloseable {

    /** More would only pile up on a slow machine until they time out. */
    private static final int MOST_UNDER_WAY = 64;

    private static final long AGAIN_MILLIS = 5;

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final SslContext context;
    private final Bootstrap bootstrap;
    private final AtomicInteger staying = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    public MqttLoad(TestPki pki, int port) throws SSLException {
        context = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .endpointIdentificationAlgorithm(null)
                .trustManager(pki.root().certificate())
                .build();
        bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.SO_LINGER, 0) // thousands of clients, and every port is free again at once
                .remoteAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Begins with so many clients that stay, at most 500 in a second. */
    public void hold(int clients) {
        for (int i = 0; i < clients; i++) {
            loop.schedule(this::arriveToStay, i * 2L, TimeUnit.MILLISECONDS);
        }
    }

    /** Begins with clients that come and go, until the returned task is cancelled. */
    public ScheduledFuture<?> come(int perSecond) {
        long period = TimeUnit.SECONDS.toMicros(1) / perSecond;
        return loop.scheduleAtFixedRate(this::arriveAndGo, 0, period, TimeUnit.MICROSECONDS);
    }

    private void arriveAndGo() {
        if (underWay.get() < MOST_UNDER_WAY) {
            arrive(false);
        }
    }

    private void arriveToStay() {
        if (underWay.get() < MOST_UNDER_WAY) {
            arrive(true);
        } else if (!stopped) {
            loop.schedule(this::arriveToStay, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void arrive(boolean stays) {
        underWay.incrementAndGet();
        bootstrap
                .clone()
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(context.newHandler(channel.alloc()), new Client(stays));
                    }
                })
                .connect()
                .addListener(connect -> {
                    if (!connect.isSuccess()) {
                        failed(String.valueOf(connect.cause()));
                    }
                });
    }

    private void failed(String why) {
        underWay.decrementAndGet();
        failures.add(why);
    }

    /** Clients that are connected and stay. */
    public int staying() {
        return staying.get();
    }

    /** Clients that have come, got their CONNACK and left. */
    public int served() {
        return served.get();
    }

    /** Clients that wait for their CONNACK. */
    public int underWay() {
        return underWay.get();
    }

    /** What went wrong, so far: connects, handshakes, logins, and ends of those who wanted to stay. */
    public Queue<String> failures() {
        return failures;
    }

    @Override
    public void close() {
        stopped = true;
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        ReferenceCountUtil.release(context);
    }

    private final class Client extends SimpleChannelInboundHandler<ByteBuf> {

        private final boolean stays;
        private int received;

        Client(boolean stays) {
            this.stays = stays;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                byte[] connect = Packets.connect311(ctx.channel().id().asShortText());
                ctx.writeAndFlush(Unpooled.wrappedBuffer(connect));
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
            received += bytes.readableBytes();
            if (received == Packets.CONNACK_3.length) {
                underWay.decrementAndGet();
                if (stays) {
                    staying.incrementAndGet();
                } else {
                    served.incrementAndGet();
                    ctx.close();
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            boolean loggedIn = received == Packets.CONNACK_3.length;
            if (!loggedIn && !stopped) {
                failed("ended before its CONNACK");
            } else if (stays && !stopped) {
                staying.decrementAndGet();
                failures.add("a client that wanted to stay was disconnected");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
