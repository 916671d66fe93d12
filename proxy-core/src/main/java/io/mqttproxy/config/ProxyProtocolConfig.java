package io.mqttproxy.config;

import io.mqttproxy.identity.Template;
import java.util.List;
import java.util.Map;

/**
 * Which PROXY header backends get.
 *
 * @param tlvs names of what goes into a version 2 header beside the addresses; empty for the others
 * @param custom text for fields of the operator's, by their type, 0xE0 to 0xEF; only with version 2
 */
public record ProxyProtocolConfig(Version version, List<String> tlvs, Map<Integer, Template> custom) {
    /** For a cluster that says nothing. */
    public static final ProxyProtocolConfig DEFAULTS = new ProxyProtocolConfig(Version.OFF, List.of(), Map.of());

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
