package io.mqttproxy.listener;

import io.mqttproxy.config.TimeoutsConfig;
import io.mqttproxy.mqtt.ConnectDecoder;
import io.mqttproxy.relay.Accounting;
import io.mqttproxy.relay.ClientHandler;
import io.mqttproxy.relay.CloseReason;
import io.mqttproxy.relay.Session;
import io.mqttproxy.tls.ServerNameHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journey of a connection on the client side, in order. Each handler does one step and leaves; behind the CONNECT only
 * the TLS handler and one relay handler remain.
 */
final class ClientInitializer extends ChannelInitializer<Channel> {

    private final String listener;
    private final ConnectionIds ids;
    private final Limits limits;
    private final @Nullable Supplier<ServerNameHandler> tls;
    private final TimeoutsConfig timeouts;
    private final int maxConnectBytes;
    private final Accounting accounting;
    private final ClientHandler.Steps steps;

    /**
     * @param tls makes the handler that begins TLS; null for a listener without TLS
     * @param maxConnectBytes the largest CONNECT, with its fixed header
     */
    ClientInitializer(
            String listener,
            ConnectionIds ids,
            Limits limits,
            @Nullable Supplier<ServerNameHandler> tls,
            TimeoutsConfig timeouts,
            int maxConnectBytes,
            Accounting accounting,
            ClientHandler.Steps steps) {
        this.listener = listener;
        this.ids = ids;
        this.limits = limits;
        this.tls = tls;
        this.timeouts = timeouts;
        this.maxConnectBytes = maxConnectBytes;
        this.accounting = accounting;
        this.steps = steps;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress client)) {
            channel.close(); // gone before it could be looked at: it never counted as accepted
            return;
        }
        Session session =
                new Session(ids.next(), listener, channel, client, (InetSocketAddress) channel.localAddress());
        accounting.accepted(session);
        @Nullable CloseReason refusal = limits.admit(session);
        if (refusal != null) {
            refuseUnheard(session, refusal);
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        if (tls == null) {
            session.within(timeouts.connect(), CloseReason.CONNECT_TIMEOUT);
        } else {
            session.within(timeouts.handshake(), CloseReason.HANDSHAKE_TIMEOUT);
            pipeline.addLast("tls", tls.get()); // becomes the TLS handler
            pipeline.addLast("secured", new SecuredHandler(session, accounting, timeouts.connect()));
        }
        pipeline.addLast("connect", new ConnectDecoder(maxConnectBytes));
        pipeline.addLast("client", new ClientHandler(session, steps)); // becomes the relay handler
    }

    /** A reset costs neither side anything more and leaves no TIME_WAIT behind. */
    private static void refuseUnheard(Session session, CloseReason refusal) {
        session.client().config().setOption(ChannelOption.SO_LINGER, 0);
        session.cut(refusal);
    }
}
