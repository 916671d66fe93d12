package io.mqttproxy.listener;

import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.relay.Accounting;
import io.mqttproxy.relay.BackendConnector;
import io.mqttproxy.relay.Bans;
import io.mqttproxy.relay.ClientHandler;
import io.mqttproxy.relay.ConnectPolicy;
import io.mqttproxy.relay.CredentialWatch;
import io.mqttproxy.relay.Handover;
import io.mqttproxy.relay.Timeouts;
import io.mqttproxy.routing.Router;
import io.mqttproxy.tls.ServerNameHandler;
import io.netty.bootstrap.ServerBootstrap;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens listeners that share event loops, routes and backends.
 *
 * @param sockets event loops, channel type and options of each socket for clients, by the address to bind
 * @param router where clients go
 * @param connector how they get there
 * @param credentials ends connections whose certificate expires or is revoked
 * @param bans keeps clients out that operators have banned
 * @param ids ids for all connections of the process
 */
public record ListenerFactory(
        Function<InetSocketAddress, List<ServerBootstrap>> sockets,
        Router router,
        BackendConnector connector,
        CredentialWatch credentials,
        Bans bans,
        ConnectionIds ids) {

    /**
     * Binds a listener; blocks.
     *
     * @param tls makes the handler that begins TLS; null for a listener without TLS
     * @param policy what it asks of a CONNECT
     * @param accounting its books
     * @throws BindException when its address cannot be had
     */
    public Listener open(
            ListenerConfig config,
            @Nullable Supplier<ServerNameHandler> tls,
            ConnectPolicy policy,
            Accounting accounting)
            throws BindException {
        Timeouts timeouts =
                new Timeouts(config.timeouts().backend(), config.timeouts().idleFactor());
        ClientHandler.Steps steps = new ClientHandler.Steps(
                policy, router, connector, new Handover(timeouts, accounting), credentials, bans, timeouts);
        ClientInitializer initializer = new ClientInitializer(
                config.name(),
                ids,
                new Limits(config.limits(), System::nanoTime),
                TrustedProxies.of(config.proxyProtocol()),
                tls,
                config.timeouts(),
                config.limits().connectSize(),
                accounting,
                steps);
        InetSocketAddress address =
                new InetSocketAddress(config.bind().host(), config.bind().port());
        return Listener.bind(config.name(), address, sockets.apply(address), initializer);
    }
}
