package io.mqttproxy.config;

import org.jspecify.annotations.Nullable;

/**
 * How a listener finds out that a client certificate was revoked.
 *
 * @param crl null when no revocation lists are used
 */
public record RevocationConfig(@Nullable CrlConfig crl) {
    /** A certificate is believed until it expires. */
    public static final RevocationConfig NONE = new RevocationConfig(null);
}
