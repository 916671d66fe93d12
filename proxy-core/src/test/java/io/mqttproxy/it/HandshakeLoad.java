package io.mqttproxy.it;

import io.mqttproxy.testsupport.TestPki;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Clients at a rate that does not wait for the server: each makes a full handshake, notes the certificate that it was shown,
 * and leaves. One thread.
 */
final class HandshakeLoad implements AutoCloseable {

    private static final int MOST_OPEN = 64;

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final SslContext context;
    private final Bootstrap bootstrap;
    private final ScheduledFuture<?> arrivals;
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final Set<X509Certificate> shown = ConcurrentHashMap.newKeySet();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    private HandshakeLoad(TestPki pki, int port, int perSecond) throws SSLException {
        context = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .endpointIdentificationAlgorithm(null)
                .trustManager(pki.root().certificate())
                .build();
        bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.SO_LINGER, 0) // thousands of clients, and every port is free again at once
                .remoteAddress(InetAddress.getLoopbackAddress(), port)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                        SslHandler tls = context.newHandler(channel.alloc());
                        tls.handshakeFuture().addListener((Future<Channel> handshake) -> ended(handshake, tls));
                        channel.pipeline().addLast(tls);
                    }
                });
        long period = TimeUnit.SECONDS.toMicros(1) / perSecond;
        arrivals = loop.next().scheduleAtFixedRate(this::arrive, 0, period, TimeUnit.MICROSECONDS);
    }

    /** Begins at once. */
    static HandshakeLoad start(TestPki pki, int port, int perSecond) throws SSLException {
        return new HandshakeLoad(pki, port, perSecond);
    }

    private void arrive() {
        if (stopped || open.get() >= MOST_OPEN) {
            return; // as many as the machine can do: those that pile up would only time out
        }
        open.incrementAndGet();
        bootstrap.connect().addListener(connect -> {
            if (!connect.isSuccess()) {
                failures.add(connect.cause());
            }
        });
    }

    private void ended(Future<Channel> handshake, SslHandler tls) throws SSLPeerUnverifiedException {
        open.decrementAndGet();
        if (!handshake.isSuccess()) {
            failures.add(handshake.cause());
            return;
        }
        shown.add((X509Certificate) tls.engine().getSession().getPeerCertificates()[0]);
        done.incrementAndGet();
        handshake.getNow().close();
    }

    /** Handshakes that have succeeded so far. */
    int done() {
        return done.get();
    }

    /** What could not be done, so far. */
    Queue<Throwable> failures() {
        return failures;
    }

    /** Every certificate that a server has shown. */
    Set<X509Certificate> shown() {
        return Set.copyOf(shown);
    }

    /** No more clients arrive. */
    void stop() {
        stopped = true;
        arrivals.cancel(false);
    }

    /** Clients that have neither succeeded nor failed yet. */
    int open() {
        return open.get();
    }

    @Override
    public void close() {
        stop();
        channels.close().syncUninterruptibly(); // so that each gives its engine back before its loop ends
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        ReferenceCountUtil.release(context);
    }
}
