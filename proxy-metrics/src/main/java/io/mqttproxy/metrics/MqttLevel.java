package io.mqttproxy.metrics;

/** The closed set behind the label {@code version} of CONNECT packets. */
enum MqttLevel implements Label {
    MQTT_3_1("3.1"),
    MQTT_3_1_1("3.1.1"),
    MQTT_5("5"),
    /** Any other, or none because the packet was refused before it was read. */
    UNKNOWN("unknown");

    private final String label;

    MqttLevel(String label) {
        this.label = label;
    }

    static MqttLevel of(int level) {
        return switch (level) {
            case 3 -> MQTT_3_1;
            case 4 -> MQTT_3_1_1;
            case 5 -> MQTT_5;
            default -> UNKNOWN;
        };
    }

    @Override
    public String label() {
        return label;
    }
}
