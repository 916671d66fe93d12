package io.mqttproxy.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;

/** How a cluster's backends are reached over TLS. Safe for all event loops at once. */
@FunctionalInterface
public interface BackendTls {

    /**
     * A handler that begins TLS as a client as soon as it is in the pipeline of a connected channel.
     *
     * @param host the backend's host, the name to ask for and to check when none is configured
     * @param port the backend's port
     * @return owned by the caller, who puts it into a pipeline
     */
    SslHandler newHandler(ByteBufAllocator allocator, String host, int port);
}
