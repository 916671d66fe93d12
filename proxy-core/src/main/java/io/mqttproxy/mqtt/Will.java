package io.mqttproxy.mqtt;

/** The will of a CONNECT: properties, topic and payload (sections 3.1.3.2 to 3.1.3.4). It is checked, never read. */
final class Will {
    private Will() {}

    /** Passes over the will and returns the reader's offset in front of the payload's length. */
    static int skip(PacketReader in, MqttVersion version) {
        if (version == MqttVersion.MQTT_5) {
            int outerEnd = in.enterBlock("will properties");
            skipProperties(in);
            in.leaveBlock(outerEnd);
        }
        in.skipTopicName("will topic");
        int payload = in.offset();
        in.skipBinary("will payload");
        return payload;
    }

    private static void skipProperties(PacketReader in) {
        long seen = 0;
        while (!in.exhausted()) {
            int id = PropertyId.next(in, PropertyId.IN_WILL, seen);
            seen |= PropertyId.bit(id);
            switch (id) {
                case PropertyId.PAYLOAD_FORMAT_INDICATOR -> requireFlag(in);
                case PropertyId.RESPONSE_TOPIC -> in.skipTopicName("response topic");
                default -> PropertyId.skipValue(in, id);
            }
        }
    }

    private static void requireFlag(PacketReader in) {
        int value = in.unsignedByte("payload format indicator");
        if (value > 1) {
            throw in.protocolError("payload format indicator: " + value + " (expected: 0 or 1)");
        }
    }
}
