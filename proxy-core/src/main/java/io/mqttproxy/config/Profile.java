package io.mqttproxy.config;

/** Kinds of brokers whose limits are known. */
public enum Profile {
    /** EMQX. */
    EMQX("emqx"),
    /** VerneMQ. */
    VERNEMQ("vernemq"),
    /** HiveMQ, the Enterprise and the Community Edition. */
    HIVEMQ("hivemq"),
    /** Eclipse Mosquitto; headers from 2.1 on. */
    MOSQUITTO("mosquitto"),
    /** RabbitMQ with its MQTT plugin; MQTT 5 from 3.13 on. */
    RABBITMQ("rabbitmq"),
    /** Apache ActiveMQ Artemis. */
    ARTEMIS("artemis"),
    /** Apache BifroMQ. */
    BIFROMQ("bifromq"),
    /** NanoMQ. */
    NANOMQ("nanomq"),
    /** Moquette. */
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

    /** What is known of it. */
    public BrokerFacts facts() {
        return switch (this) {
            case EMQX -> KnownBrokers.EMQX;
            case VERNEMQ -> KnownBrokers.VERNEMQ;
            case HIVEMQ -> KnownBrokers.HIVEMQ;
            case MOSQUITTO -> KnownBrokers.MOSQUITTO;
            case RABBITMQ -> KnownBrokers.RABBITMQ;
            case ARTEMIS -> KnownBrokers.ARTEMIS;
            case BIFROMQ -> KnownBrokers.BIFROMQ;
            case NANOMQ -> KnownBrokers.NANOMQ;
            case MOQUETTE -> KnownBrokers.MOQUETTE;
            case GENERIC -> KnownBrokers.GENERIC;
        };
    }
}
