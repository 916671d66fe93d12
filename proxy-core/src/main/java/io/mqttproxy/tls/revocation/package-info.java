/**
 * Whether a client certificate was revoked, from certificate revocation lists (RFC 5280 section 5) and
 * OCSP responders (RFC 6960).
 *
 * <p>Start reading at {@link io.mqttproxy.tls.revocation.Revocation}, which belongs to one listener and gives a {@link
 * io.mqttproxy.tls.revocation.Verdict} about a path that has been verified before; this package never decides whether a
 * path is to be trusted. Event loops read what is in memory; files are read when a listener is built and then in the
 * background, and handshakes that may have to wait for a responder run on threads of their own.
 */
@NullMarked
package io.mqttproxy.tls.revocation;

import org.jspecify.annotations.NullMarked;
