/**
 * OCSP about one certificate (RFC 6960): whom to ask, what to ask, and what the reply is worth. When to ask, for how long to
 * keep a reply and what follows from it is the business of whoever asks: about clients' certificates or for staples of our
 * own.
 *
 * <p>Start reading at {@link io.mqttproxy.tls.ocsp.OcspQuestion}; a reply is believed in {@link
 * io.mqttproxy.tls.ocsp.OcspVerifier} only. Nothing in here blocks or remembers anything.
 */
@NullMarked
package io.mqttproxy.tls.ocsp;

import org.jspecify.annotations.NullMarked;
