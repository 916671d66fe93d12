package io.mqttproxy.systemd;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The service manager's side of the socket: keeps each datagram. */
final class NotifyReceiver implements AutoCloseable {

    private static final int LIMIT_SECONDS = 20;

    private final BlockingQueue<String> datagrams = new LinkedBlockingQueue<>();
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    /**
     * Listens.
     *
     * @param name a path, or {@code @} and a name of the abstract namespace
     */
    NotifyReceiver(String name) {
        String path = name.charAt(0) == '@' ? '\0' + name.substring(1) : name;
        new Bootstrap()
                .group(group)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket datagram) {
                        datagrams.add(datagram.content().toString(StandardCharsets.UTF_8));
                    }
                })
                .bind(new DomainSocketAddress(path))
                .syncUninterruptibly();
    }

    /** Waits for the next datagram. */
    String next() throws InterruptedException {
        String datagram = datagrams.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (datagram == null) {
            throw new AssertionError("no datagram for " + LIMIT_SECONDS + " s");
        }
        return datagram;
    }

    /** Waits for this datagram; forgets others. */
    void await(String wanted) throws InterruptedException {
        String datagram;
        do {
            datagram = next();
        } while (!datagram.equals(wanted));
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
