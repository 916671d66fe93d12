package io.mqttproxy.mqtt;

/**
 * A User Property to add to a CONNECT (section 3.1.2.11.8).
 *
 * @param name at most 65,535 bytes of UTF-8
 * @param value at most 65,535 bytes of UTF-8
 */
public record UserProperty(String name, String value) {
    /**
     * Checks both.
     *
     * @throws IllegalArgumentException when one is longer or has characters that the proxy refuses from clients too
     */
    public UserProperty {
        MqttText.require("user property name", name);
        MqttText.require("user property value", value);
    }

    /** With the identifier in front. */
    int encodedLength() {
        return 1 + MqttText.encodedLength(name) + MqttText.encodedLength(value);
    }
}
