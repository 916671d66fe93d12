package io.mqttproxy.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The bound admin port. */
public final class AdminServer implements AutoCloseable {

    private static final int IDLE_SECONDS = 60;

    /**
     * Scrapers, probes and a few people; each may have one response of some hundred KiB in memory. Names of clients in it are
     * cut, {@link ClientControl.Client}: a thousand of the worst make some MiB.
     */
    private static final int MAX_CONNECTIONS = 64;

    private final Channel channel;

    private AdminServer(Channel channel) {
        this.channel = channel;
    }

    /**
     * Binds; blocks, so not on an event loop.
     *
     * @param socket event loop, channel type, options and the address to bind
     * @param api what is offered
     * @param security what each connection begins with
     * @throws IOException when the address cannot be had; the message names it
     */
    public static AdminServer bind(
            InetSocketAddress address, ServerBootstrap socket, AdminApi api, PortSecurity security) throws IOException {
        OpenConnections connections = new OpenConnections(MAX_CONNECTIONS);
        HandshakeLog handshakes = new HandshakeLog(System::nanoTime);
        ChannelFuture bound = socket.childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (!connections.admit(channel)) {
                            channel.close();
                            return;
                        }
                        ChannelPipeline pipeline = channel.pipeline();
                        pipeline.addLast(new ReadTimeoutHandler(IDLE_SECONDS));
                        secure(pipeline, security, handshakes);
                        pipeline.addLast(new HttpServerCodec());
                        pipeline.addLast(new HttpObjectAggregator(AdminApi.BUNDLE_BYTES));
                        pipeline.addLast(new RequestDeadline(connections));
                        pipeline.addLast(new AdminHandler(api));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    address.getHostString() + ":" + address.getPort() + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        return new AdminServer(bound.channel());
    }

    private static void secure(ChannelPipeline pipeline, PortSecurity security, HandshakeLog handshakes) {
        PortSecurity.@Nullable Handshake begun = security.begin();
        if (begun != null) {
            pipeline.addLast(new AlertFirst());
            pipeline.addLast(new PlainRequest());
            pipeline.addLast(begun.handler());
            pipeline.addLast(new HandshakeEnd(security, begun, handshakes));
        }
    }

    /** The address that it is bound to, with the real port where 0 was configured. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** The listening socket. */
    public Channel socket() {
        return channel;
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }
}
