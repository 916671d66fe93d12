package io.mqttproxy.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;

/** A bound port of the client side. */
public final class Listener implements AutoCloseable {

    private final String name;
    private final Channel channel;

    private Listener(String name, Channel channel) {
        this.name = name;
        this.channel = channel;
    }

    /**
     * Binds; blocks until it is done, so not on an event loop.
     *
     * @param template event loops, channel type and options
     * @throws BindException when the address cannot be had
     */
    static Listener bind(String name, InetSocketAddress address, ServerBootstrap template) throws BindException {
        ChannelFuture bound = template.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new BindException(address, bound.cause());
        }
        return new Listener(name, bound.channel());
    }

    /** The configured name. */
    public String name() {
        return name;
    }

    /** The address that it is bound to, with the real port where 0 was configured. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Stops to accept; established connections are not touched. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }
}
