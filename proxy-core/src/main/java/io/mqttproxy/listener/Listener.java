package io.mqttproxy.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A bound port of the client side: one socket, or several between which the kernel spreads the clients.
 *
 * <p>From {@link #bind} on clients can connect, and wait in the kernel; from {@link #serve} on they are accepted.
 */
final class Listener implements AutoCloseable {

    private final List<Channel> channels;
    private final Entrance entrance;

    private Listener(List<Channel> channels, Entrance entrance) {
        this.channels = List.copyOf(channels);
        this.entrance = entrance;
    }

    /**
     * Binds; blocks until it is done, so not on an event loop.
     *
     * @param sockets event loops, channel type and options of each socket
     * @throws BindException when the address cannot be had
     */
    static Listener bind(InetSocketAddress address, List<ServerBootstrap> sockets) throws BindException {
        if (isShared(sockets.get(0)) && address.getPort() != 0) {
            requireFree(address, sockets.get(0));
        }
        Entrance entrance = new Entrance();
        List<Channel> bound = new ArrayList<>();
        try {
            InetSocketAddress each = address;
            for (ServerBootstrap socket : sockets) {
                bound.add(
                        bind(each, socket.option(ChannelOption.AUTO_READ, false).childHandler(entrance)));
                each = (InetSocketAddress) bound.get(0).localAddress(); // with the port that 0 has become
            }
            return new Listener(bound, entrance);
        } catch (BindException e) {
            bound.forEach(channel -> channel.close().awaitUninterruptibly());
            throw e;
        }
    }

    /** A socket that another process has handed over is shared already, and not free for good reason. */
    private static boolean isShared(ServerBootstrap socket) {
        return Boolean.TRUE.equals(socket.config().options().get(UnixChannelOption.SO_REUSEPORT));
    }

    /** With SO_REUSEPORT the kernel would let two proxies of one user share a port by mistake. */
    private static void requireFree(InetSocketAddress address, ServerBootstrap socket) throws BindException {
        ServerBootstrap alone = socket.clone()
                .option(UnixChannelOption.SO_REUSEPORT, false)
                .option(ChannelOption.SO_BACKLOG, 1)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel early) {
                        early.close(); // it comes again, and then all sockets are there
                    }
                });
        bind(address, alone).close().awaitUninterruptibly();
    }

    private static Channel bind(InetSocketAddress address, ServerBootstrap socket) throws BindException {
        ChannelFuture bound = socket.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new BindException(address, bound.cause());
        }
        return bound.channel();
    }

    /** Sends everybody who is accepted from now on this way; begins to accept when called first. */
    void serve(ClientInitializer initializer) {
        entrance.current = initializer;
        channels.forEach(channel -> channel.config().setAutoRead(true));
    }

    /** The address that it is bound to, with the real port where 0 was configured. */
    InetSocketAddress address() {
        return (InetSocketAddress) channels.get(0).localAddress();
    }

    /** Its sockets. */
    List<Channel> channels() {
        return channels;
    }

    /** Stops to accept; established connections are not touched. */
    @Override
    public void close() {
        channels.stream().map(Channel::close).toList().forEach(ChannelFuture::awaitUninterruptibly);
    }

    /** What a socket does with a new connection can change while the socket stays; shared by all event loops. */
    private static final class Entrance extends ChannelInitializer<Channel> {

        private volatile @Nullable ClientInitializer current;

        @Override
        protected void initChannel(Channel channel) {
            Objects.requireNonNull(current).initChannel(channel);
        }
    }
}
