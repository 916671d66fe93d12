package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The kernel knows that the peer has gone, and the event loop does not yet. */
@Timeout(30)
@EnabledOnOs(OS.LINUX)
class GentleCloseResetTest {

    /** As in linux/tcp_states.h. */
    private static final int TCP_CLOSE = 7;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void closesWhatItsPeerHasJustReset() throws Exception {
        assertThat(Epoll.isAvailable()).isTrue();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Channel channel = new Bootstrap()
                    .group(loop)
                    .channel(EpollSocketChannel.class)
                    .option(ChannelOption.AUTO_READ, false)
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(server.getLocalSocketAddress())
                    .sync()
                    .channel();
            Socket peer = server.accept();
            peer.setSoLinger(true, 0);

            // when it is closed on the loop, which therefore has not heard of the reset
            boolean open = channel.eventLoop()
                    .submit(() -> {
                        peer.close();
                        awaitReset((EpollSocketChannel) channel);
                        GentleClose.of(channel, null, false, Duration.ofSeconds(20));
                        return channel.isOpen();
                    })
                    .get();

            // then
            assertThat(open).isFalse();
        }
    }

    /** Loopback is quick, but the kernel may take the reset in on another core. */
    private static void awaitReset(EpollSocketChannel channel) {
        while (channel.tcpInfo().state() != TCP_CLOSE) {
            Thread.onSpinWait();
        }
    }
}
