package io.mqttproxy.config;

import java.util.List;

/**
 * Which PROXY header backends get.
 *
 * @param tlvs names of what goes into a version 2 header beside the addresses; empty for the others
 */
public record ProxyProtocolConfig(Version version, List<String> tlvs) {
    /** For a cluster that says nothing. */
    public static final ProxyProtocolConfig DEFAULTS = new ProxyProtocolConfig(Version.OFF, List.of());

    /** For a version 2 header whose content is not said. */
    public static final List<String> DEFAULT_TLVS = List.of("alpn", "authority", "ssl");

    /** The form of the header. */
    public enum Version {
        /** None. */
        OFF("off"),
        /** One line of text. */
        V1("v1"),
        /** Binary. */
        V2("v2");

        private final String configName;

        Version(String configName) {
            this.configName = configName;
        }

        /** The word in the configuration. */
        public String configName() {
            return configName;
        }
    }
}
