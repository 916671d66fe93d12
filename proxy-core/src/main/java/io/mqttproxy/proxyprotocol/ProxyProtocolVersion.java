package io.mqttproxy.proxyprotocol;

/** Which PROXY header a cluster's backends expect, with its name in configurations. */
public enum ProxyProtocolVersion {
    /** No header. */
    OFF("off"),
    /** One line of text, section 2.1: the addresses and nothing else. */
    V1("v1"),
    /** Binary, section 2.2: the addresses and any of {@link Tlv}. */
    V2("v2");

    private final String configName;

    ProxyProtocolVersion(String configName) {
        this.configName = configName;
    }

    /** The name in configurations and messages, such as {@code v2}. */
    public String configName() {
        return configName;
    }

    /**
     * Finds a version by its {@link #configName()}, in exactly this case.
     *
     * @throws IllegalArgumentException with all valid names, when there is none of this name
     */
    public static ProxyProtocolVersion named(String name) {
        for (ProxyProtocolVersion version : values()) {
            if (version.configName.equals(name)) {
                return version;
            }
        }
        throw new IllegalArgumentException(name + " (expected: off, v1 or v2)");
    }
}
