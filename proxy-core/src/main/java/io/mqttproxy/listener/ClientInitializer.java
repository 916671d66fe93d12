package io.mqttproxy.listener;

import io.mqttproxy.config.TimeoutsConfig;
import io.mqttproxy.mqtt.ConnectDecoder;
import io.mqttproxy.relay.Accounting;
import io.mqttproxy.relay.ClientHandler;
import io.mqttproxy.relay.CloseReason;
import io.mqttproxy.relay.Session;
import io.mqttproxy.relay.SetupStep;
import io.mqttproxy.relay.SetupTrace;
import io.mqttproxy.tls.ServerNameHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journey of a connection on the client side, in order. Each handler does one step and leaves; behind the CONNECT only
 * the TLS handler and one relay handler remain.
 */
public final class ClientInitializer extends ChannelInitializer<Channel> {

    /** The specification wants senders to be given at least so long. */
    private static final Duration PROXY_HEADER_TIME = Duration.ofSeconds(3);

    private final String listener;
    private final ConnectionIds ids;
    private final Limits limits;
    private final @Nullable TrustedProxies proxies;
    private final @Nullable Supplier<ServerNameHandler> tls;
    private final TimeoutsConfig timeouts;
    private final int maxConnectBytes;
    private final Accounting accounting;
    private final ClientHandler.Steps steps;

    /**
     * @param proxies who may send the PROXY header that every connection begins with; null where none does
     * @param tls makes the handler that begins TLS; null for a listener without TLS
     * @param maxConnectBytes the largest CONNECT, with its fixed header
     */
    ClientInitializer(
            String listener,
            ConnectionIds ids,
            Limits limits,
            @Nullable TrustedProxies proxies,
            @Nullable Supplier<ServerNameHandler> tls,
            TimeoutsConfig timeouts,
            int maxConnectBytes,
            Accounting accounting,
            ClientHandler.Steps steps) {
        this.listener = listener;
        this.ids = ids;
        this.limits = limits;
        this.proxies = proxies;
        this.tls = tls;
        this.timeouts = timeouts;
        this.maxConnectBytes = maxConnectBytes;
        this.accounting = accounting;
        this.steps = steps;
    }

    /** What keeps count of this listener's connections. */
    Limits limits() {
        return limits;
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
        @Nullable CloseReason refusal = admit(session);
        if (refusal != null) {
            refuseUnheard(session, refusal);
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        if (proxies != null) {
            session.within(PROXY_HEADER_TIME, CloseReason.PROXY_HEADER_TIMEOUT);
            SetupTrace.enter(session, SetupStep.PROXY_HEADER);
            pipeline.addLast("proxyHeader", new ProxyHeaderHandler(session, this::introduced));
        } else {
            begin(session);
        }
        if (tls != null) {
            pipeline.addLast("tls", tls.get()); // becomes the TLS handler
            pipeline.addLast("secured", new SecuredHandler(session, accounting, timeouts.connect()));
        }
        pipeline.addLast("connect", new ConnectDecoder(maxConnectBytes));
        pipeline.addLast("client", new ClientHandler(session, steps)); // becomes the relay handler
    }

    /** Whoever may not even speak for others costs nobody a place. */
    private @Nullable CloseReason admit(Session session) {
        if (proxies != null && !proxies.contains(session.clientAddress().getAddress())) {
            return CloseReason.PROXY_UNTRUSTED;
        }
        @Nullable CloseReason refusal = limits.admitConnection(session);
        return refusal != null || proxies != null ? refusal : admitClient(session);
    }

    /** Who is banned costs others neither a place nor a share of the rate. */
    private @Nullable CloseReason admitClient(Session session) {
        return steps.bans().isBanned(session.clientAddress().getAddress())
                ? CloseReason.BANNED
                : limits.admitSource(session);
    }

    /** The PROXY header is read: now it is known who the client is. */
    private void introduced(Session session) {
        SetupTrace.enter(session, SetupStep.ADMISSION);
        @Nullable CloseReason refusal = admitClient(session);
        if (refusal != null) {
            refuseUnheard(session, refusal);
        } else {
            begin(session);
        }
    }

    private void begin(Session session) {
        SetupTrace.enter(session, tls == null ? SetupStep.CONNECT : SetupStep.TLS);
        if (tls == null) {
            session.within(timeouts.connect(), CloseReason.CONNECT_TIMEOUT);
        } else {
            session.within(timeouts.handshake(), CloseReason.HANDSHAKE_TIMEOUT);
        }
    }

    /** A reset costs neither side anything more and leaves no TIME_WAIT behind. */
    private static void refuseUnheard(Session session, CloseReason refusal) {
        session.client().config().setOption(ChannelOption.SO_LINGER, 0);
        session.cut(refusal);
    }
}
