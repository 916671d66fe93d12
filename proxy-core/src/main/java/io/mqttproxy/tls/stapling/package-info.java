/**
 * OCSP staples for the proxy's own certificates (RFC 6066 section 8, RFC 6960): fetched in the background, refreshed ahead of
 * their expiry, handed out from memory. A staple that cannot be had never fails a handshake.
 *
 * <p>Start reading at {@link io.mqttproxy.tls.stapling.Staples}, of which a proxy has one. Event loops read one volatile
 * reference for each handshake; everything else happens on the background executor and on the threads of the HTTP client.
 */
@NullMarked
package io.mqttproxy.tls.stapling;

import org.jspecify.annotations.NullMarked;
