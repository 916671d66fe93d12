package io.mqttproxy.rehearsal;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays devices and a broker for a proxy that nobody else knows of, until time is up. */
public final class Rehearsal {

    /** The name of the listener that devices connect to. */
    public static final String LISTENER = "rehearsal";

    /** Enough to keep a core busy, few enough for the smallest limits of open files. */
    private static final int DEVICES = 16;

    /** Starts the proxy on stage. */
    public interface Opening {

        /**
         * Starts a proxy; blocks until its listener is bound.
         *
         * @param configuration a proxy.yaml with a listener called {@link #LISTENER}
         * @throws IOException when it does not start
         */
        Stage open(Path configuration) throws IOException;
    }

    /** The proxy on stage; closing it stops it. */
    public interface Stage extends AutoCloseable {

        /** Where its listener is bound. */
        InetSocketAddress address();

        @Override
        void close();
    }

    private final Opening opening;
    private final ServerBootstrap brokerSide;
    private final Bootstrap deviceSide;
    private final SslProvider engine;
    private final AtomicInteger played = new AtomicInteger();

    /**
     * @param brokerSide event loop and channel type of the broker's socket, with its address on loopback
     * @param deviceSide one event loop, and the channel type of devices' sockets
     * @param engine the TLS engine of devices
     */
    public Rehearsal(Opening opening, ServerBootstrap brokerSide, Bootstrap deviceSide, SslProvider engine) {
        this.opening = opening;
        this.brokerSide = brokerSide;
        this.deviceSide = deviceSide;
        this.engine = engine;
    }

    /**
     * Plays; blocks for the given time, so not on an event loop.
     *
     * @return how many connections were played
     * @throws IOException when there is no stage: no loopback, no folder for temporary files
     */
    public int play(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        try {
            Authority authority = new Authority();
            Channel broker = bind();
            try (StageFiles files = new StageFiles(authority, ((InetSocketAddress) broker.localAddress()).getPort());
                    Stage stage = opening.open(files.configuration())) {
                play(authority, stage.address(), end);
            } finally {
                broker.close().awaitUninterruptibly();
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificates for a rehearsal", e);
        }
        return played.get();
    }

    private Channel bind() throws IOException {
        var bound = brokerSide
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new StageBroker());
                    }
                })
                .bind()
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("no port on loopback", bound.cause());
        }
        return bound.channel();
    }

    private void play(Authority authority, InetSocketAddress proxy, long end) throws IOException {
        SslContext tls = SslContextBuilder.forClient()
                .sslProvider(engine)
                .trustManager(authority.certificate())
                .endpointIdentificationAlgorithm(null)
                .keyManager(new DeviceKeys(authority))
                .build();
        CountDownLatch left = new CountDownLatch(DEVICES);
        try {
            for (int i = 0; i < DEVICES; i++) {
                connect(tls, proxy, end, left);
            }
            long rest = end - System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            if (!left.await(rest, TimeUnit.NANOSECONDS)) {
                return; // whoever hangs is closed together with its event loop
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ReferenceCountUtil.release(tls);
        }
    }

    /** Each device comes again until time is up. */
    private void connect(SslContext tls, InetSocketAddress proxy, long end, CountDownLatch left) {
        if (System.nanoTime() >= end) {
            left.countDown();
            return;
        }
        deviceSide
                .clone()
                .option(ChannelOption.AUTO_READ, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(tls.newHandler(channel.alloc()), new StageDevice(() -> {
                            played.incrementAndGet();
                            connect(tls, proxy, end, left);
                        }));
                    }
                })
                .connect(proxy)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        left.countDown();
                    }
                });
    }
}
