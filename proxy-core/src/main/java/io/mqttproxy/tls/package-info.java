/**
 * TLS on both sides: keys and chains, the trust decision, one context per server name, and what a finished handshake tells.
 *
 * <p>Start reading at {@link io.mqttproxy.tls.TlsContexts}, which builds everything a listener needs, then at
 * {@link io.mqttproxy.tls.ServerNameHandler}, which picks a context for a ClientHello, and {@link
 * io.mqttproxy.tls.ClientTrust}, the only place where a client certificate is believed. Files are read when contexts are
 * built, never on an event loop; {@link io.mqttproxy.tls.LiveTls} holds what serves now and swaps it when they change. {@link
 * io.mqttproxy.tls.BackendTls} is the side of the backends.
 */
@NullMarked
package io.mqttproxy.tls;

import org.jspecify.annotations.NullMarked;
