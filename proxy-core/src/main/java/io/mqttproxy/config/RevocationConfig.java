package io.mqttproxy.config;

import org.jspecify.annotations.Nullable;

/**
 * How a listener finds out that a client certificate was revoked.
 *
 * @param crl null when no revocation lists are used
 * @param ocsp null when no responder is asked
 */
public record RevocationConfig(
        @Nullable CrlConfig crl, @Nullable OcspConfig ocsp) {
    /** A certificate is believed until it expires. */
    public static final RevocationConfig NONE = new RevocationConfig(null, null);
}
