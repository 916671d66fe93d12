/**
 * The proxy in front of two real brokers in one process, on loopback, with nothing installed.
 *
 * <p>Start reading at {@code QuickstartMain}. This module is a demonstration: it never ships with the proxy, and nothing
 * of the proxy depends on it.
 */
@NullMarked
package io.mqttproxy.quickstart;

import org.jspecify.annotations.NullMarked;
