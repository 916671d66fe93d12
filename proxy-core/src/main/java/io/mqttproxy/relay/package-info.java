/**
 * One client and its backend, from the CONNECT to the close.
 *
 * <p>Start reading at {@link io.mqttproxy.relay.ClientHandler}, which takes the CONNECT, then {@link
 * io.mqttproxy.relay.BackendConnector}, {@link io.mqttproxy.relay.Handover} and {@link io.mqttproxy.relay.RelayHandler}.
 * {@link io.mqttproxy.relay.Session} holds what is known of a connection and is the only way to end it.
 *
 * <p>Both channels of a connection run on one event loop, so nothing that belongs to a connection is synchronized.
 */
@NullMarked
package io.mqttproxy.relay;

import org.jspecify.annotations.NullMarked;
