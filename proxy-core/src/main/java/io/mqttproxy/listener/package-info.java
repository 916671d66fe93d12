/**
 * The client side from accept to the CONNECT: sockets, limits, TLS and the first packet.
 *
 * <p>Start reading at {@link io.mqttproxy.listener.ClientInitializer}: its one method shows the whole pipeline in the order
 * in which a connection meets it.
 */
@NullMarked
package io.mqttproxy.listener;

import org.jspecify.annotations.NullMarked;
