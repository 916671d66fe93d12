package io.mqttproxy.relay;

import io.mqttproxy.proxyprotocol.InboundHeader;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the two ends of a client's connection.
 *
 * @param client where the client connected from; what a PROXY header said, where one was believed
 * @param listener where it connected to, likewise
 * @param peer the other end of the socket: the client itself, or a load balancer
 * @param header the PROXY header that came in, from somebody who may send one; null without one, and once the client is
 *     relayed
 */
record Endpoints(
        InetSocketAddress client,
        InetSocketAddress listener,
        InetSocketAddress peer,
        @Nullable InboundHeader header) {

    static Endpoints ofSocket(InetSocketAddress remote, InetSocketAddress local) {
        return new Endpoints(remote, local, remote, null);
    }

    Endpoints with(InboundHeader received) {
        InboundHeader.@Nullable Addresses told = received.addresses();
        return told == null
                ? new Endpoints(client, listener, peer, received)
                : new Endpoints(told.source(), told.destination(), peer, received);
    }

    Endpoints withoutHeader() {
        return header == null ? this : new Endpoints(client, listener, peer, null);
    }
}
