package io.mqttproxy.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The certificate revocation lists (RFC 5280 section 5) that client certificates are held against.
 *
 * @param files each with at least one CRL in PEM or DER; at least one when distribution points do not count
 * @param distributionPoints whether CRLs are fetched from where certificates say, over HTTP
 * @param refresh how often the files are read and distribution points fetched anew
 * @param whenExpired what becomes of clients when a CRL is past its date
 */
public record CrlConfig(List<FileRef> files, boolean distributionPoints, Duration refresh, WhenExpired whenExpired) {
    static final Duration DEFAULT_REFRESH = Duration.ofMinutes(5);

    /** What a CRL is worth whose {@code nextUpdate} has passed. */
    public enum WhenExpired {
        /** Nothing: clients whose certificates it would have to clear are refused. */
        REJECT,
        /** What it always was; a metric and a warning tell of its age. */
        ACCEPT;

        /** The word in the configuration. */
        public String configName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public CrlConfig {
        files = List.copyOf(files);
    }
}
