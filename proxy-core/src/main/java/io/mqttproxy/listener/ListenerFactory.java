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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes what listeners do with their clients; these listeners share routes and backends.
 *
 * @param router where clients go
 * @param connector how they get there
 * @param credentials ends connections whose certificate expires or is revoked
 * @param bans keeps clients out that operators have banned
 * @param ids ids for all connections of the process
 */
public record ListenerFactory(
        Router router, BackendConnector connector, CredentialWatch credentials, Bans bans, ConnectionIds ids) {

    /**
     * What one listener does.
     *
     * @param tls makes the handler that begins TLS; null for a listener without TLS
     * @param policy what it asks of a CONNECT
     * @param accounting its books
     * @param before what a listener of this name did before, whose open connections count for the limits; null when there
     *     was none
     */
    public ClientInitializer initializer(
            ListenerConfig config,
            @Nullable Supplier<ServerNameHandler> tls,
            ConnectPolicy policy,
            Accounting accounting,
            @Nullable ClientInitializer before) {
        Timeouts timeouts =
                new Timeouts(config.timeouts().backend(), config.timeouts().idleFactor());
        ClientHandler.Steps steps = new ClientHandler.Steps(
                policy, router, connector, new Handover(timeouts, accounting), credentials, bans, timeouts);
        return new ClientInitializer(
                config.name(),
                ids,
                before == null
                        ? new Limits(config.limits(), System::nanoTime)
                        : before.limits().with(config.limits()),
                TrustedProxies.of(config.proxyProtocol()),
                tls,
                config.timeouts(),
                config.limits().connectSize(),
                accounting,
                steps);
    }
}
