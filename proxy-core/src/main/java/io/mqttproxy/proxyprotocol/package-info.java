/**
 * PROXY protocol headers: who a client is, told to a backend in front of the first byte of MQTT, or to us by a load
 * balancer in front of the client's first byte.
 *
 * <p>Out: start reading at {@link io.mqttproxy.proxyprotocol.ProxyHeaderEncoder}. The encoder follows the specification
 * (<a href="https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt">proxy-protocol.txt</a>) where it is strict and
 * what brokers were seen to accept where it is not: TCP over IPv4 or IPv6 only, no field that a broker's parser closes the
 * connection for, and no header that is longer than the shortest limit of those parsers. What does not fit is refused,
 * never left out: a backend must not see less identity than was asked for.
 *
 * <p>In: start reading at {@link io.mqttproxy.proxyprotocol.ProxyHeaderParser}. It takes what the specification allows, in
 * however many pieces it comes, and nothing else; {@link io.mqttproxy.proxyprotocol.InboundHeader} is what came, and whom to
 * believe it is not decided here.
 *
 * <p>Nothing here touches a socket or a certificate. What the facts say, such as that a certificate was verified, is
 * believed.
 */
@NullMarked
package io.mqttproxy.proxyprotocol;

import org.jspecify.annotations.NullMarked;
