package io.mqttproxy.config;

/** Kinds of brokers whose limits are known. */
public enum Profile {
    EMQX("emqx"),
    VERNEMQ("vernemq"),
    HIVEMQ("hivemq"),
    MOSQUITTO("mosquitto"),
    RABBITMQ("rabbitmq"),
    ARTEMIS("artemis"),
    BIFROMQ("bifromq"),
    NANOMQ("nanomq"),
    MOQUETTE("moquette"),
    /** None of the others; nothing is assumed. */
    GENERIC("generic");

    private final String configName;

    Profile(String configName) {
        this.configName = configName;
    }

    /** The word in the configuration. */
    public String configName() {
        return configName;
    }

    /** Whether some version of it understands PROXY headers. */
    public boolean takesProxyProtocol() {
        return this != NANOMQ && this != MOQUETTE;
    }
}
