package io.mqttproxy.systemd;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Unix datagram socket to the service manager, and the one thread that it runs on. Safe for all threads. */
final class NotifySocket implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NotifySocket.class);

    private static final int STOP_MILLIS = 2_000;

    private final EventLoopGroup group;
    private final Channel channel;

    private NotifySocket(EventLoopGroup group, Channel channel) {
        this.group = group;
        this.channel = channel;
    }

    /**
     * Connects; blocks for a moment.
     *
     * @param name a path, or {@code @} and a name of the abstract namespace
     * @throws IOException when nobody listens there, or Netty's native part, which alone has such sockets, did not load
     */
    static NotifySocket connect(String name) throws IOException {
        if (!Epoll.isAvailable()) {
            throw new IOException("epoll is not available here: " + Epoll.unavailabilityCause());
        }
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("systemd", true), EpollIoHandler.newFactory());
        String path = name.charAt(0) == '@' ? '\0' + name.substring(1) : name; // unix(7), abstract
        var connected = new Bootstrap()
                .group(group)
                .channelFactory(() -> new EpollDomainDatagramChannel())
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new DomainSocketAddress(path))
                .awaitUninterruptibly();
        if (!connected.isSuccess()) {
            group.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS);
            throw new IOException(connected.cause().getMessage(), connected.cause());
        }
        return new NotifySocket(group, connected.channel());
    }

    /** Sends assignments, one on each line; does not wait. What cannot be sent is told to the log. Once closed, does nothing. */
    void send(String assignments) {
        if (!channel.isOpen()) {
            return; // nor could Netty tell a listener: its thread is gone
        }
        channel.writeAndFlush(Unpooled.copiedBuffer(assignments, StandardCharsets.UTF_8))
                .addListener(written -> {
                    if (!written.isSuccess() && channel.isOpen()) {
                        log.warn(
                                "The service manager was not told {}: {}",
                                assignments,
                                String.valueOf(written.cause()));
                    }
                });
    }

    /** The thread of the socket, for what is to be said again and again. */
    EventLoop loop() {
        return channel.eventLoop();
    }

    /** Sends what is under way and ends the thread; blocks for up to two seconds. */
    @Override
    public void close() {
        channel.close();
        group.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(STOP_MILLIS, TimeUnit.MILLISECONDS);
    }
}
