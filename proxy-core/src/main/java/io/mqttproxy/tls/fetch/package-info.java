/**
 * Fetches what certificates point at: CRLs and OCSP responses, which are signed and therefore carried over plain HTTP. Knows
 * nothing about what it carries; whoever asks verifies it.
 *
 * <p>Start reading at {@link io.mqttproxy.tls.fetch.HttpFetch}, of which a proxy has one.
 */
@NullMarked
package io.mqttproxy.tls.fetch;

import org.jspecify.annotations.NullMarked;
