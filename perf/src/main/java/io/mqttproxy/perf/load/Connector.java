package io.mqttproxy.perf.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Opens the connections of one job, and knows those that are open. Confined to the event loop.
 */
final class Connector {

    /** A server that takes nobody is not asked again at once. */
    private static final long RETRY_MILLIS = 10;

    private final EventLoop loop;
    private final ClientTls tls;
    private final Job job;
    private final Tally tally;
    private final ChannelGroup open;

    Connector(EventLoop loop, ClientTls tls, Job job, Tally tally) {
        this.loop = loop;
        this.tls = tls;
        this.job = job;
        this.tally = tally;
        this.open = new DefaultChannelGroup(loop);
    }

    /**
     * Connects a device.
     *
     * @param identity see {@link ClientTls#newHandler}
     * @param again run later when nobody listens
     */
    void open(int identity, Device device, Runnable again) {
        new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) throws Exception {
                        if (job.security() != Security.NONE) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc(), job, identity));
                        }
                        channel.pipeline().addLast(device);
                    }
                })
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), job.port()))
                .addListener((ChannelFutureListener) connecting -> {
                    if (connecting.isSuccess()) {
                        open.add(connecting.channel());
                    } else {
                        tally.failure(String.valueOf(connecting.cause()));
                        loop.schedule(again, RETRY_MILLIS, TimeUnit.MILLISECONDS);
                    }
                });
    }

    /** Closes what is open and then runs {@code closed} on the event loop. */
    void close(Runnable closed) {
        open.close().addListener(all -> closed.run());
    }

    int openConnections() {
        return open.size();
    }
}
