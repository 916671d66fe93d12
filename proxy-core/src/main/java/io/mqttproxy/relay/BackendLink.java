package io.mqttproxy.relay;

import io.netty.channel.Channel;

/**
 * The backend half of a connection.
 *
 * @param channel the connected channel, on the event loop of the client's channel
 * @param cluster the cluster's configured name
 * @param name the backend's configured name
 */
public record BackendLink(Channel channel, String cluster, String name) {}
