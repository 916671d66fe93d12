package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Reads one CONNACK (MQTT 3.1.1 and 5, section 3.2). Its codes are not judged: the client gets what the backend said. */
final class ConnackParser {
    /** The return code with which a broker that knows no MQTT 5 answers it, in the form of MQTT 3. */
    private static final int UNACCEPTABLE_VERSION = 1;

    private static final int SESSION_PRESENT = 0x01;

    private ConnackParser() {}

    /**
     * Reads the packet between the buffer's reader and writer index.
     *
     * @param version in which the CONNECT was sent
     * @return a record that borrows the buffer, whose count stays the same
     */
    static ReceivedConnack parse(ByteBuf packet, MqttVersion version) {
        PacketReader in = new PacketReader(packet, packet.readerIndex(), packet.writerIndex());
        in.version(version);
        in.skip("fixed header", 1);
        in.variableByteInteger("remaining length");
        int flags = in.unsignedByte("connect acknowledge flags");
        if (version != MqttVersion.MQTT_3_1 && (flags & ~SESSION_PRESENT) != 0) {
            throw in.malformed("connect acknowledge flags: " + flags + " (expected: 0 or 1)");
        }
        boolean sessionPresent = version != MqttVersion.MQTT_3_1 && flags == SESSION_PRESENT;
        int code = in.unsignedByte("connect return code");
        boolean properties = version == MqttVersion.MQTT_5 && !(in.exhausted() && code == UNACCEPTABLE_VERSION);
        ReceivedConnack connack = properties
                ? withProperties(in, code, sessionPresent, packet)
                : new ReceivedConnack(code, sessionPresent, -1, null, packet);
        if (!in.exhausted()) {
            throw in.malformed("packet: " + in.remaining() + " bytes left over (expected: none)");
        }
        return connack;
    }

    private static ReceivedConnack withProperties(PacketReader in, int code, boolean sessionPresent, ByteBuf packet) {
        int serverKeepAlive = -1;
        @Nullable String assignedClientId = null;
        int outerEnd = in.enterBlock("properties");
        long seen = 0;
        while (!in.exhausted()) {
            int id = PropertyId.next(in, PropertyId.IN_CONNACK, seen);
            seen |= PropertyId.bit(id);
            switch (id) {
                case PropertyId.SERVER_KEEP_ALIVE -> serverKeepAlive = in.unsignedShort("server keep alive");
                case PropertyId.ASSIGNED_CLIENT_IDENTIFIER -> assignedClientId = in.text("assigned client identifier");
                default -> PropertyId.skipOpaqueValue(in, id);
            }
        }
        in.leaveBlock(outerEnd);
        return new ReceivedConnack(code, sessionPresent, serverKeepAlive, assignedClientId, packet);
    }
}
