package io.mqttproxy.relay;

import io.mqttproxy.routing.BackendState;
import io.netty.channel.Channel;

/**
 * The backend half of a connection. One for each connection: every field costs memory a million times.
 *
 * @param channel the connected channel, on the event loop of the client's channel
 * @param target what it is connected to
 * @param keyHash what {@link io.mqttproxy.routing.Cluster#keyHash} says of the client
 */
public record BackendLink(Channel channel, BackendTarget target, long keyHash) {

    /** The cluster's configured name. */
    String cluster() {
        return target.cluster();
    }

    /** The backend's configured name. */
    String name() {
        return target.name();
    }

    /** The state that balancing looks at. */
    BackendState state() {
        return target.state();
    }
}
