package io.mqttproxy;

import io.mqttproxy.config.TransportConfig;
import io.mqttproxy.relay.BackendConnector;
import io.mqttproxy.relay.BackendTarget;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.takeover.BoundSocket;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.NettyRuntime;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The threads of the proxy and the templates of its sockets.
 *
 * <p>The relay loops, and one loop for operators, so that a scrape of many series never delays a connection. With epoll each
 * relay loop accepts its own clients: handing them over from an acceptor thread costs two thread switches for each of them,
 * a tenth of a TLS handshake. The kernel spreads clients over the loops by a hash of their address and port.
 */
final class EventLoops implements AutoCloseable {

    /** Connections that wait to be accepted; the kernel caps it at net.core.somaxconn. */
    private static final int BACKLOG = 8_192;

    /** Linux: what is set on a listening socket holds for those accepted from it, without a system call for each. */
    private static final ChannelOption<Integer> INHERITED_KEEPALIVE =
            new IntegerUnixChannelOption("SO_KEEPALIVE", 1, 9); // SOL_SOCKET and SO_KEEPALIVE of asm-generic/socket.h

    /** Not 0: Netty's loops would end in the middle of a round of tasks, without a look at the channels still open. */
    private static final int QUIET_MILLIS = 1;

    private static final int STOP_MILLIS = 2_000;

    /** The sockets of an address that another process has handed over; all that are asked for are the asker's. */
    static final Function<InetSocketAddress, List<EpollServerSocketChannel>> NOTHING_INHERITED = address -> List.of();

    private final Transport transport;
    private final @Nullable EventLoopGroup acceptor;
    private final int loops;
    private final EventLoopGroup relay;
    private final EventLoopGroup operators;
    private final DnsAddressResolverGroup resolver;
    private volatile Function<InetSocketAddress, List<EpollServerSocketChannel>> inherited = NOTHING_INHERITED;

    EventLoops(Transport transport, TransportConfig config) {
        this.transport = transport;
        loops = config.eventLoops() > 0 ? config.eventLoops() : NettyRuntime.availableProcessors();
        acceptor = transport.acceptsOnEachLoop() ? null : group(1, "accept");
        relay = group(loops, "relay");
        operators = group(1, "admin");
        resolver = new DnsAddressResolverGroup(
                new DnsNameResolverBuilder().datagramChannelType(transport.datagramChannel()));
    }

    private EventLoopGroup group(int threads, String name) {
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name), transport.newIoHandlers());
    }

    /** Has whatever is bound from now on take these sockets before it makes its own. */
    void inherit(Function<InetSocketAddress, List<EpollServerSocketChannel>> sockets) {
        inherited = sockets;
    }

    /** A loop for what only epoll can do; null with another transport. */
    @Nullable EventLoop epoll() {
        return transport == Transport.EPOLL ? operators.next() : null;
    }

    /** Those that connections of clients live on. */
    List<EventLoop> relayLoops() {
        List<EventLoop> relays = new ArrayList<>();
        relay.forEach(executor -> relays.add((EventLoop) executor));
        return relays;
    }

    /** Sockets that clients connect to; more than one share a port and bind together. */
    List<ServerBootstrap> clientSide(InetSocketAddress address) {
        List<EpollServerSocketChannel> bound = inherited.apply(address);
        if (!bound.isEmpty()) {
            return clientSide(bound);
        }
        if (acceptor != null) {
            return List.of(clientSide(address, acceptor, relay).childOption(ChannelOption.SO_KEEPALIVE, true));
        }
        List<ServerBootstrap> sockets = new ArrayList<>();
        for (EventExecutor executor : relay) {
            EventLoop loop = (EventLoop) executor;
            sockets.add(clientSide(address, loop, loop).option(INHERITED_KEEPALIVE, 1));
        }
        if (sockets.size() > 1) {
            sockets.forEach(socket -> socket.option(UnixChannelOption.SO_REUSEPORT, true));
        }
        return sockets;
    }

    private ServerBootstrap clientSide(InetSocketAddress address, EventLoopGroup accepting, EventLoopGroup relaying) {
        return new ServerBootstrap()
                .group(accepting, relaying)
                .channelFactory(() -> transport.newServerChannel(family(address)))
                .localAddress(address)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true);
    }

    /**
     * One socket for each loop again, where the other process had as many. Where it had fewer, clients are handed to all
     * loops by those that accept.
     */
    private List<ServerBootstrap> clientSide(List<EpollServerSocketChannel> bound) {
        List<ServerBootstrap> sockets = new ArrayList<>();
        for (EpollServerSocketChannel socket : bound) {
            EventLoop accepting = relay.next();
            EventLoopGroup relaying = bound.size() < loops ? relay : accepting;
            sockets.add(new BoundSocket(socket).group(accepting, relaying).option(INHERITED_KEEPALIVE, 1));
        }
        return sockets;
    }

    /** Connects clients to these backends, each on the client's event loop. */
    BackendConnector connector(Duration connectTimeout, Map<BackendState, BackendTarget> targets) {
        return new BackendConnector(backendSide(connectTimeout), ipv4BackendSide(connectTimeout), targets);
    }

    private Bootstrap backendSide(Duration connectTimeout) {
        return connecting(connectTimeout).channel(transport.socketChannel());
    }

    /** For backends that are known by an IPv4 address; package-private for tests. */
    Bootstrap ipv4BackendSide(Duration connectTimeout) {
        return connecting(connectTimeout).channelFactory(transport::newIpv4Channel);
    }

    private Bootstrap connecting(Duration connectTimeout) {
        return new Bootstrap()
                .resolver(resolver)
                .option(ChannelOption.AUTO_READ, false) // until the handlers of the relay are in place
                .option(ChannelOption.SO_KEEPALIVE, true) // TCP_NODELAY is Netty's default
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTimeout.toMillis())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // The hand-over installs the handlers once it is known that the client is still there.
                    }
                });
    }

    /** Sockets to backends that belong to no client. */
    Bootstrap probes(Duration connectTimeout) {
        return backendSide(connectTimeout).group(operators);
    }

    /** Sockets for queries whose answers are taken as they are; UDP, and TCP for answers that do not fit. */
    DnsNameResolverBuilder dns() {
        return new DnsNameResolverBuilder(operators.next())
                .datagramChannelType(transport.datagramChannel())
                .socketChannelType(transport.socketChannel());
    }

    /**
     * A socket that operators connect to. Where clients had several on one port, the others are closed: the kernel would go on
     * to spread connections over them, and nobody would accept those.
     */
    ServerBootstrap adminSide(InetSocketAddress address) {
        List<EpollServerSocketChannel> bound = inherited.apply(address);
        if (!bound.isEmpty()) {
            bound.stream().skip(1).forEach(socket -> socket.unsafe().closeForcibly());
            return new BoundSocket(bound.get(0))
                    .group(operators)
                    .option(ChannelOption.AUTO_READ, false); // the other process answers until this one serves
        }
        return new ServerBootstrap()
                .group(operators)
                .channelFactory(() -> transport.newServerChannel(family(address)))
                .localAddress(address)
                .option(ChannelOption.SO_REUSEADDR, true);
    }

    private static SocketProtocolFamily family(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    }

    /** What moves the bytes of these loops. */
    Transport transport() {
        return transport;
    }

    /** Every thread that a connection may depend on. */
    List<EventExecutor> all() {
        List<EventExecutor> all = new ArrayList<>();
        groups().forEach(group -> group.forEach(all::add));
        return all;
    }

    private List<EventLoopGroup> groups() {
        return Stream.of(acceptor, relay, operators).filter(Objects::nonNull).toList();
    }

    /** Stops all threads; blocks for up to a few seconds. */
    @Override
    public void close() {
        resolver.close();
        List<EventLoopGroup> groups = groups();
        for (EventLoopGroup group : groups) {
            group.shutdownGracefully(QUIET_MILLIS, STOP_MILLIS, TimeUnit.MILLISECONDS);
        }
        for (EventLoopGroup group : groups) {
            group.terminationFuture().awaitUninterruptibly(STOP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
