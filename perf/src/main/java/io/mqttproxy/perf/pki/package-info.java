/**
 * Certificates for a comparison: EC P-256, made on the spot, worth nothing afterwards.
 *
 * <p>Start reading at {@link io.mqttproxy.perf.pki.Authority}.
 */
@NullMarked
package io.mqttproxy.perf.pki;

import org.jspecify.annotations.NullMarked;
