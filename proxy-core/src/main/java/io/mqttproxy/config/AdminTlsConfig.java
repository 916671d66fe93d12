package io.mqttproxy.config;

import java.util.Locale;

/**
 * How the admin port does TLS.
 *
 * @param tls with one bundle, and what it asks of the certificates of operators and their tools
 * @param changes what whoever wants to change something has to show
 */
public record AdminTlsConfig(TlsConfig tls, Changes changes) {

    /** The admin port among the ports with TLS: a name that no listener can have. */
    public static final String PORT = "admin port";

    /** What changes need. */
    public enum Changes {
        /** The token, whatever certificate comes with it. */
        TOKEN,
        /** The token or a verified certificate. */
        CERTIFICATE;

        /** The word in the configuration. */
        public String configName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
