package io.mqttproxy.config;

import java.util.Map;

/**
 * What becomes of a broker's word that a client should use another server (MQTT 5 section 4.13).
 *
 * @param names what the client is told in place of the broker's own references; only with {@link Mode#REWRITE}
 */
public record RedirectConfig(Mode mode, Map<String, String> names) {

    /** For a cluster that says nothing. */
    public static final RedirectConfig DEFAULTS = new RedirectConfig(Mode.PASS, Map.of());

    /** What is done with a Server Reference. */
    public enum Mode {
        /** The client gets it as it is. */
        PASS("pass"),
        /** The client is told to go, and not where. */
        STRIP("strip"),
        /** The client gets the public name in its place. */
        REWRITE("rewrite"),
        /** The proxy goes there itself where it can; elsewhere as {@link #STRIP}. */
        FOLLOW("follow");

        private final String configName;

        Mode(String configName) {
            this.configName = configName;
        }

        /** The word in the configuration. */
        public String configName() {
            return configName;
        }
    }

    /** Copies the names. */
    public RedirectConfig {
        names = Map.copyOf(names);
    }
}
