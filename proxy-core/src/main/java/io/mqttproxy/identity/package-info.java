/**
 * Who a client is: fields of its verified certificate, and the templates that carry them to a backend.
 *
 * <p>Start reading at {@link io.mqttproxy.identity.DeviceCertificate}. Certificates are read by a strict DER reader of our
 * own, because general-purpose libraries disagree on the same bytes and map different certificates to one name. The rule
 * is to fail closed: a field is exactly one clean text, or absent, or an {@link io.mqttproxy.identity.IdentityException};
 * nothing is repaired, guessed or taken from a neighbouring field.
 *
 * <p>Whether a certificate may be believed at all is not decided here: only certificates that the TLS handshake has
 * verified may come in. Everything is immutable and safe to use from every thread.
 */
@NullMarked
package io.mqttproxy.identity;

import org.jspecify.annotations.NullMarked;
