package io.mqttproxy.config;

/** What of a client can be written as a hash. */
public enum HashedField {
    /** Where it connects from; its port is left out then. */
    ADDRESS("address"),
    /** The client identifier as the client sends it. */
    CLIENT_ID("clientId"),
    /** The user name as the client sends it. */
    USERNAME("username"),
    /** What the listener's identity rule makes of it. */
    IDENTITY("identity");

    private final String configName;

    HashedField(String configName) {
        this.configName = configName;
    }

    /** The word in the configuration, and in the admin API. */
    public String configName() {
        return configName;
    }
}
