package io.mqttproxy.mqtt;

/** A version of the protocol that the proxy speaks (section 3.1.2.2, Protocol Version). */
public enum MqttVersion {
    /** MQTT 3.1, protocol name {@code MQIsdp}. */
    MQTT_3_1(3, "3.1"),
    /** MQTT 3.1.1, protocol name {@code MQTT}. */
    MQTT_3_1_1(4, "3.1.1"),
    /** MQTT 5.0, protocol name {@code MQTT}. */
    MQTT_5(5, "5");

    private final int level;
    private final String label;

    MqttVersion(int level, String label) {
        this.level = level;
        this.label = label;
    }

    /** The protocol level on the wire without the bridge bit: 3, 4 or 5. */
    public int level() {
        return level;
    }

    /** The name for metrics and logs: {@code 3.1}, {@code 3.1.1} or {@code 5}. */
    public String label() {
        return label;
    }
}
