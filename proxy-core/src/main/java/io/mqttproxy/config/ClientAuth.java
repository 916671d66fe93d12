package io.mqttproxy.config;

/** Whether clients need a certificate. */
public enum ClientAuth {
    /** None is asked for. */
    NONE("none"),
    /** One that is sent must be valid; a client without one is let in. */
    OPTIONAL("optional"),
    /** The handshake fails without a valid one. */
    REQUIRED("required");

    private final String configName;

    ClientAuth(String configName) {
        this.configName = configName;
    }

    /** The word in the configuration. */
    public String configName() {
        return configName;
    }
}
