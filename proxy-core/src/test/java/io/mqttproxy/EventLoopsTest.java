package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mqttproxy.config.TransportConfig;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventLoopsTest {

    private static final int CLIENTS = 64;

    /** Accepted channels, with the options that they came with. */
    private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();

    private record Accepted(Channel channel, boolean keepAlive, boolean noDelay) {}

    @Test
    void eachLoopOfEpollAcceptsItsOwnClients() throws IOException {
        // when
        serve(Transport.EPOLL, 2, 2);

        // then
        assertThat(accepted)
                .allMatch(each ->
                        each.channel().eventLoop() == each.channel().parent().eventLoop());
        assertThat(accepted.stream().map(each -> each.channel().eventLoop()).collect(Collectors.toSet()))
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void clientsAreKeptAliveAndNotDelayed(Transport transport) throws IOException {
        assumeTrue(transport != Transport.IO_URING || transport.unavailability() == null, "containers may forbid it");

        // when
        serve(transport, 1, 1);

        // then
        assertThat(accepted).hasSize(CLIENTS).allMatch(each -> each.keepAlive() && each.noDelay());
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"EPOLL", "NIO"})
    void anIpv4BackendGetsAnIpv4Socket(Transport transport) throws IOException {
        Path ipv4Sockets = Path.of("/proc/net/tcp");
        assumeTrue(Files.isReadable(ipv4Sockets), "Linux tells the family of a socket");

        // given
        try (EventLoops loops = new EventLoops(transport, new TransportConfig(TransportConfig.Type.AUTO, 1));
                ServerSocket backend = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

            // when
            Channel connected = loops.ipv4BackendSide(Duration.ofSeconds(10))
                    .group(loops.clientSide(new InetSocketAddress(0))
                            .get(0)
                            .config()
                            .childGroup())
                    .connect(backend.getLocalSocketAddress())
                    .syncUninterruptibly()
                    .channel();

            // then
            int port = ((InetSocketAddress) connected.localAddress()).getPort();
            assertThat(Files.readString(ipv4Sockets)).contains("0100007F:%04X ".formatted(port));
            connected.close().syncUninterruptibly();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anAdminPortThatWasAPortForClientsHasOneSocketLeft() throws IOException {
        try (EventLoops loops = new EventLoops(Transport.EPOLL, new TransportConfig(TransportConfig.Type.AUTO, 3))) {
            // given, now that the native part is loaded
            EpollServerSocketChannel first = listening(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            EpollServerSocketChannel second = listening(first.localAddress());
            EpollServerSocketChannel third = listening(first.localAddress());
            loops.inherit(address -> List.of(first, second, third));

            // when
            Channel admin = loops.adminSide(first.localAddress())
                    .childHandler(new Recorder())
                    .bind(first.localAddress())
                    .syncUninterruptibly()
                    .channel();

            // then
            assertThat(admin).isSameAs(first).matches(Channel::isOpen);
            assertThat(List.of(second, third)).noneMatch(Channel::isOpen);
            admin.close().syncUninterruptibly();
        }
    }

    /** As if another process had handed it over. */
    private static EpollServerSocketChannel listening(InetSocketAddress address) throws IOException {
        var socket = io.netty.channel.unix.Socket.newSocketStream();
        socket.setReusePort(true);
        socket.bind(address);
        socket.listen(1);
        return new EpollServerSocketChannel(socket.intValue());
    }

    private void serve(Transport transport, int threads, int expectedSockets) throws IOException {
        try (EventLoops loops = new EventLoops(transport, new TransportConfig(TransportConfig.Type.AUTO, threads))) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            List<ServerBootstrap> sockets = loops.clientSide(address);
            assertThat(sockets).hasSize(expectedSockets);
            for (ServerBootstrap socket : sockets) {
                Channel bound = socket.childHandler(new Recorder())
                        .bind(address)
                        .syncUninterruptibly()
                        .channel();
                address = (InetSocketAddress) bound.localAddress();
            }
            List<Socket> clients = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(new Socket(address.getAddress(), address.getPort()));
                }
                await().until(() -> accepted.size() == CLIENTS);
            } finally {
                for (Socket client : clients) {
                    client.close();
                }
            }
        }
    }

    private final class Recorder extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            accepted.add(new Accepted(
                    channel,
                    channel.config().getOption(ChannelOption.SO_KEEPALIVE),
                    channel.config().getOption(ChannelOption.TCP_NODELAY)));
        }
    }
}
