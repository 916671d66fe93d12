package io.mqttproxy.perf.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;

/** Takes every CONNECT, with or without a PROXY header before it, and sends back all that follows. */
final class EchoBroker {

    private static final int BACKLOG = 4096;

    private EchoBroker() {}

    /** Listens on a free port of 127.0.0.1. */
    static ChannelFuture bind(EventLoopGroup group) {
        return new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new BrokerPreamble());
                    }
                })
                .bind("127.0.0.1", 0);
    }
}
