package io.mqttproxy.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A bound port of the client side: one socket, or several between which the kernel spreads the clients. */
public final class Listener implements AutoCloseable {

    private final String name;
    private final List<Channel> channels;

    private Listener(String name, List<Channel> channels) {
        this.name = name;
        this.channels = List.copyOf(channels);
    }

    /**
     * Binds; blocks until it is done, so not on an event loop.
     *
     * @param sockets event loops, channel type and options of each socket
     * @param initializer for accepted channels; may be shared
     * @throws BindException when the address cannot be had
     */
    static Listener bind(
            String name, InetSocketAddress address, List<ServerBootstrap> sockets, ChannelHandler initializer)
            throws BindException {
        if (sockets.size() > 1 && address.getPort() != 0) {
            requireFree(address, sockets.get(0));
        }
        List<Channel> bound = new ArrayList<>();
        try {
            InetSocketAddress each = address;
            for (ServerBootstrap socket : sockets) {
                bound.add(bind(each, socket.childHandler(initializer)));
                each = (InetSocketAddress) bound.get(0).localAddress(); // with the port that 0 has become
            }
            return new Listener(name, bound);
        } catch (BindException e) {
            bound.forEach(channel -> channel.close().awaitUninterruptibly());
            throw e;
        }
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

    /** The configured name. */
    public String name() {
        return name;
    }

    /** The address that it is bound to, with the real port where 0 was configured. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channels.get(0).localAddress();
    }

    /** Stops to accept; established connections are not touched. */
    @Override
    public void close() {
        channels.stream().map(Channel::close).toList().forEach(ChannelFuture::awaitUninterruptibly);
    }
}
