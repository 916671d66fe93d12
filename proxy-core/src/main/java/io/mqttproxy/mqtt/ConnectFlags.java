package io.mqttproxy.mqtt;

/** The Connect Flags byte (section 3.1.2.3). */
record ConnectFlags(int bits) {
    static final int USERNAME = 0x80;
    static final int PASSWORD = 0x40;
    private static final int WILL_RETAIN = 0x20;
    private static final int WILL_QOS = 0x18;
    private static final int WILL = 0x04;
    private static final int CLEAN_START = 0x02;
    private static final int RESERVED = 0x01;

    /** Reads and checks the byte. Of MQTT 3.1 comes what it disregards as zero, so that it cannot mislead anybody later. */
    static ConnectFlags read(PacketReader in, MqttVersion version) {
        ConnectFlags flags = new ConnectFlags(in.unsignedByte("connect flags"));
        if (version == MqttVersion.MQTT_3_1) {
            flags = flags.without(flags.will() ? RESERVED : RESERVED | WILL_QOS | WILL_RETAIN);
        }
        flags.check(in, version);
        return flags;
    }

    private void check(PacketReader in, MqttVersion version) {
        if (has(RESERVED)) {
            throw in.malformed("connect flags: reserved bit is 1 (expected: 0)");
        }
        if (!will() && has(WILL_QOS | WILL_RETAIN)) {
            throw in.malformed("connect flags: will QoS or retain without a will (expected: 0)");
        }
        if ((bits & WILL_QOS) == WILL_QOS) {
            throw in.malformed("connect flags: will QoS 3 (expected: 0 to 2)");
        }
        if (version != MqttVersion.MQTT_5 && password() && !username()) {
            throw in.malformed("connect flags: password without user name (expected: a user name too, before MQTT 5)");
        }
    }

    boolean username() {
        return has(USERNAME);
    }

    boolean password() {
        return has(PASSWORD);
    }

    boolean will() {
        return has(WILL);
    }

    boolean cleanStart() {
        return has(CLEAN_START);
    }

    ConnectFlags without(int cleared) {
        return new ConnectFlags(bits & ~cleared);
    }

    private boolean has(int any) {
        return (bits & any) != 0;
    }
}
