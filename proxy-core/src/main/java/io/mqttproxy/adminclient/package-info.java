/**
 * The other end of the admin port: a small HTTP client for the commands that talk to a running proxy.
 *
 * <p>Start reading at {@link io.mqttproxy.adminclient.AdminClient}. Knows nothing of the proxy but its HTTP.
 */
@NullMarked
package io.mqttproxy.adminclient;

import org.jspecify.annotations.NullMarked;
