/**
 * The whole proxy on real sockets, in front of real brokers, used by clients that are not ours.
 *
 * <p>Start reading at {@link io.mqttproxy.it.ProxyUnderTest}.
 */
@NullMarked
package io.mqttproxy.it;

import org.jspecify.annotations.NullMarked;
