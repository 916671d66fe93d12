package io.mqttproxy.perf.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * The process of the broker: takes every CONNECT, with or without a PROXY header before it, and sends back all that
 * follows. Says {@code port=}, and ends with its input.
 */
public final class BrokerMain {

    private static final int BACKLOG = 4096;

    private BrokerMain() {}

    /** No arguments. */
    public static void main(String[] args) throws IOException, InterruptedException {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        Channel listener = new ServerBootstrap()
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
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        System.out.println("port=" + ((InetSocketAddress) listener.localAddress()).getPort());
        while (System.in.read() >= 0) {
            // nothing is said to a broker but goodbye
        }
        group.shutdownGracefully();
    }
}
