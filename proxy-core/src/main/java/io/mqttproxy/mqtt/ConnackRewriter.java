package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Puts an Assigned Client Identifier (section 3.2.2.3.7) into a backend's CONNACK.
 *
 * <p>A client that leaves its identifier empty has to be told which one it was given. When the proxy has given it, the
 * backend saw an identifier and says nothing.
 */
public final class ConnackRewriter {
    private static final int FLAGS_AND_CODE = 2;

    private ConnackRewriter() {}

    /**
     * Writes the CONNACK anew with this property in front of the backend's own.
     *
     * @param connack of MQTT 5, accepted and without such a property; neither changed nor released
     * @param clientId clean text of at most 65,535 bytes
     * @param limits what the client takes
     * @return a buffer that the caller owns; null when the client takes no packet of this size
     * @throws IllegalArgumentException when the identifier cannot stand in a packet
     */
    public static @Nullable ByteBuf assign(
            ByteBufAllocator allocator, ReceivedConnack connack, String clientId, AnswerLimits limits) {
        MqttText.require("clientId", clientId);
        ByteBuf bytes = connack.bytes();
        PacketReader in = new PacketReader(bytes, bytes.readerIndex(), bytes.writerIndex());
        in.skip("fixed header", 1);
        in.variableByteInteger("remaining length");
        int flags = in.skip("flags and code", FLAGS_AND_CODE);
        int kept = in.variableByteInteger("properties"); // they end with the packet: a CONNACK has no payload

        int properties = 1 + MqttText.encodedLength(clientId) + kept;
        int remaining = FLAGS_AND_CODE + VariableByteInteger.encodedLength(properties) + properties;
        int size = 1 + VariableByteInteger.encodedLength(remaining) + remaining;
        if (!limits.allow(size)) {
            return null;
        }
        ByteBuf out = allocator.buffer(size, size).writeByte(PacketType.CONNACK);
        VariableByteInteger.write(out, remaining);
        out.writeBytes(bytes, flags, FLAGS_AND_CODE);
        VariableByteInteger.write(out, properties);
        out.writeByte(PropertyId.ASSIGNED_CLIENT_IDENTIFIER);
        MqttText.write(out, clientId);
        return out.writeBytes(bytes, bytes.writerIndex() - kept, kept);
    }
}
