package io.mqttproxy;

import io.mqttproxy.config.TransportConfig;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.NettyRuntime;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the proxy and the templates of its sockets.
 *
 * <p>One acceptor, the relay loops, and one loop for operators, so that a scrape of many series never delays a connection.
 */
final class EventLoops implements AutoCloseable {

    /** Connections that wait to be accepted; the kernel caps it at net.core.somaxconn. */
    private static final int BACKLOG = 8_192;

    private static final int QUIET_MILLIS = 0;
    private static final int STOP_MILLIS = 2_000;

    private final Transport transport;
    private final EventLoopGroup acceptor;
    private final EventLoopGroup relay;
    private final EventLoopGroup operators;
    private final DnsAddressResolverGroup resolver;

    EventLoops(Transport transport, TransportConfig config) {
        this.transport = transport;
        int loops = config.eventLoops() > 0 ? config.eventLoops() : NettyRuntime.availableProcessors();
        acceptor = group(1, "accept");
        relay = group(loops, "relay");
        operators = group(1, "admin");
        resolver = new DnsAddressResolverGroup(
                new DnsNameResolverBuilder().datagramChannelType(transport.datagramChannel()));
    }

    private EventLoopGroup group(int threads, String name) {
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name), transport.newIoHandlers());
    }

    /** Sockets that clients connect to. */
    ServerBootstrap clientSide() {
        return new ServerBootstrap()
                .group(acceptor, relay)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true);
    }

    /** Sockets to backends; a client's event loop is put in for each connection. */
    Bootstrap backendSide(Duration connectTimeout) {
        return new Bootstrap()
                .channel(transport.socketChannel())
                .resolver(resolver)
                .option(ChannelOption.AUTO_READ, false) // until the handlers of the relay are in place
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
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

    /** Sockets that operators connect to. */
    ServerBootstrap adminSide() {
        return new ServerBootstrap()
                .group(operators)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true);
    }

    /** Stops all threads; blocks for up to a few seconds. */
    @Override
    public void close() {
        resolver.close();
        for (EventLoopGroup group : new EventLoopGroup[] {acceptor, relay, operators}) {
            group.shutdownGracefully(QUIET_MILLIS, STOP_MILLIS, TimeUnit.MILLISECONDS);
        }
        for (EventLoopGroup group : new EventLoopGroup[] {acceptor, relay, operators}) {
            group.terminationFuture().awaitUninterruptibly(STOP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
