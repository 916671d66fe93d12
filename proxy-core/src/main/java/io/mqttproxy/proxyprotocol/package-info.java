/**
 * Writes the PROXY protocol header with which a backend learns who its client really is.
 *
 * <p>Start reading at {@link io.mqttproxy.proxyprotocol.ProxyHeaderEncoder}. It is stricter than the specification where
 * real brokers are: it has one shape that all of them take. Pure: it neither logs nor counts, and is safe to share
 * between event loops.
 *
 * <p>Source: "The PROXY protocol, versions 1 and 2" by Willy Tarreau, distributed with HAProxy as proxy-protocol.txt.
 */
@NullMarked
package io.mqttproxy.proxyprotocol;

import org.jspecify.annotations.NullMarked;
