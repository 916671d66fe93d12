/**
 * The program: the command line and the composition root.
 *
 * <p>Start reading at {@link io.mqttproxy.Main}, then {@link io.mqttproxy.ProxyServer}, the only class that knows all parts.
 */
@NullMarked
package io.mqttproxy;

import org.jspecify.annotations.NullMarked;
