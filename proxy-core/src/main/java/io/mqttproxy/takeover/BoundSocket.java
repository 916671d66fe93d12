package io.mqttproxy.takeover;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.SocketAddress;

/** For a socket that listens already: {@link #bind} only gives it to an event loop. */
public final class BoundSocket extends ServerBootstrap {

    /**
     * @param socket not registered yet; this one's from now on
     */
    public BoundSocket(EpollServerSocketChannel socket) {
        channelFactory(() -> socket);
    }

    @Override
    public ChannelFuture bind(SocketAddress address) {
        return register();
    }
}
