package io.mqttproxy.perf.load;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * The process of the broker: an {@link EchoBroker}. Says {@code port=}, and ends with its input.
 */
public final class BrokerMain {

    private BrokerMain() {}

    /** No arguments. */
    public static void main(String[] args) throws IOException, InterruptedException {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        Channel listener = EchoBroker.bind(group).sync().channel();
        System.out.println("port=" + ((InetSocketAddress) listener.localAddress()).getPort());
        while (System.in.read() >= 0) {
            // nothing is said to a broker but goodbye
        }
        group.shutdownGracefully();
    }
}
