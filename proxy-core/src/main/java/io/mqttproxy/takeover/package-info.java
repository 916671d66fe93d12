/**
 * Owns how the listening sockets of one process get to the next, so that no client is refused while the proxy is replaced.
 *
 * <p>The running process makes an {@link io.mqttproxy.takeover.Offer} on a Unix socket; the next one finds it as its
 * {@link io.mqttproxy.takeover.Predecessor}. What is handed over are the open sockets themselves (SCM_RIGHTS, unix(7)): the
 * clients who wait in the kernel to be accepted wait for whoever accepts first, and closing them in one process means nothing
 * to the other. Start reading at {@link io.mqttproxy.takeover.Word}, the few words that the two exchange.
 *
 * <p>Knows no configuration and no listener: what to do with the sockets is the composition root's business.
 */
@NullMarked
package io.mqttproxy.takeover;

import org.jspecify.annotations.NullMarked;
