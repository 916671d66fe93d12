package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Protocol name and version, with which the variable header of a CONNECT begins (sections 3.1.2.1 and 3.1.2.2).
 *
 * @param version what the two say together
 * @param bridge whether the level carries 0x80, by which a bridge asks for private treatment; only 3.1 and 3.1.1 know it
 * @param levelOffset where the level stands, counted from the start of the reader
 */
record ProtocolHeader(MqttVersion version, boolean bridge, int levelOffset) {
    static final int BRIDGE_BIT = 0x80;

    /** The letters of MQTT and MQIsdp as big-endian numbers. */
    private static final long MQTT = 0x4D515454L;

    private static final long MQISDP = 0x4D5149736470L;

    /** Reads both and tells the reader its version. */
    static ProtocolHeader read(PacketReader in) {
        long name = name(in);
        int levelOffset = in.offset();
        int level = in.unsignedByte("protocol version");
        MqttVersion version = version(name, level);
        if (version == null) {
            boolean newer = name == MQTT && (level & ~BRIDGE_BIT) >= MqttVersion.MQTT_5.level();
            in.version(newer ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1);
            throw in.refuse(
                    RefusalReason.UNSUPPORTED_VERSION,
                    "protocol version: " + level
                            + " with this name (expected: MQIsdp with 3, MQTT with 4 or MQTT with 5)");
        }
        in.version(version);
        return new ProtocolHeader(version, (level & BRIDGE_BIT) != 0, levelOffset);
    }

    /** The version in whose form to answer a packet of which no more than this has come, or null when unreadable yet. */
    static @Nullable MqttVersion peek(ByteBuf bytes, int from, int to) {
        try {
            return read(new PacketReader(bytes, from, to)).version();
        } catch (MalformedPacketException e) {
            return e.version();
        }
    }

    /** The name's letters as one number, or 0 when it is neither name that we know. */
    private static long name(PacketReader in) {
        String field = "protocol name";
        int length = in.unsignedShort(field);
        if (length == 4) {
            return in.unsignedInt(field);
        }
        if (length == 6) {
            long name = (in.unsignedInt(field) << 16) | in.unsignedShort(field);
            return name == MQISDP ? name : 0;
        }
        in.skip(field, length);
        return 0;
    }

    private static @Nullable MqttVersion version(long name, int level) {
        int plain = level & ~BRIDGE_BIT;
        if (name == MQISDP && plain == MqttVersion.MQTT_3_1.level()) {
            return MqttVersion.MQTT_3_1;
        }
        if (name == MQTT && plain == MqttVersion.MQTT_3_1_1.level()) {
            return MqttVersion.MQTT_3_1_1;
        }
        return name == MQTT && level == MqttVersion.MQTT_5.level() ? MqttVersion.MQTT_5 : null;
    }
}
