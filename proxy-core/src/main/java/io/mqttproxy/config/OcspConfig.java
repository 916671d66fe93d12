package io.mqttproxy.config;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How OCSP responders (RFC 6960) are asked about client certificates.
 *
 * @param mode what becomes of clients when there is no answer
 * @param timeout how long a handshake waits for one
 * @param cache the longest that one is used
 * @param responder whom to ask; null for the one that the certificate names
 */
public record OcspConfig(
        Mode mode,
        Duration timeout,
        Duration cache,
        @Nullable URI responder) {
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
    static final Duration DEFAULT_CACHE = Duration.ofMinutes(10);

    /** What becomes of clients when there is no answer. */
    public enum Mode {
        /** Nobody is asked. */
        OFF,
        /** They are let in. */
        SOFT_FAIL,
        /** They are refused. */
        HARD_FAIL;

        /** The word in the configuration. */
        public String configName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
