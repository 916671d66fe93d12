package io.mqttproxy.proxyprotocol;

/** Which header a backend expects. It must expect it: the protocol forbids receivers to guess. */
public enum ProxyProtocolVersion {
    /** No header. */
    OFF("off"),
    /** The human-readable header: addresses only (section 2.1). */
    V1("v1"),
    /** The binary header: addresses and TLVs (section 2.2). */
    V2("v2");

    private final String configName;

    ProxyProtocolVersion(String configName) {
        this.configName = configName;
    }

    /** The name in the configuration: {@code off}, {@code v1} or {@code v2}. */
    public String configName() {
        return configName;
    }
}
