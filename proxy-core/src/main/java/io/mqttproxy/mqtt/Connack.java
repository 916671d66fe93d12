package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** Writes the CONNACK with which the proxy itself refuses a client (MQTT 3.1.1 and 5, section 3.2). */
public final class Connack {
    private static final int V3_SIZE = 4;
    private static final int V5_SIZE = 5;
    private static final int NO_FLAGS = 0;

    private Connack() {}

    /**
     * A CONNACK that refuses, after which the connection has to be closed. Session Present is 0.
     *
     * @param version the client's
     * @param reasonString text for whoever reads the client's log, or null; only MQTT 5 has a place for it, and it is left
     *     out when the packet would get larger than the client takes or when it is not clean text
     * @param maximumPacketSize what the client takes, in bytes; 0 means no limit
     * @return a buffer that the caller owns; empty when that version closes silently for this reason, or when the client
     *     takes no packet of this size
     */
    public static ByteBuf refusal(
            ByteBufAllocator allocator,
            MqttVersion version,
            RefusalReason reason,
            @Nullable String reasonString,
            int maximumPacketSize) {
        if (version == MqttVersion.MQTT_5) {
            return v5(allocator, reason.v5Code(), reasonString, maximumPacketSize);
        }
        if (reason.v3Code().isEmpty()) {
            return Unpooled.EMPTY_BUFFER;
        }
        return allocator
                .buffer(V3_SIZE, V3_SIZE)
                .writeByte(PacketType.CONNACK)
                .writeByte(2)
                .writeByte(NO_FLAGS)
                .writeByte(reason.v3Code().getAsInt());
    }

    private static ByteBuf v5(
            ByteBufAllocator allocator, int code, @Nullable String reasonString, int maximumPacketSize) {
        int limit = maximumPacketSize == 0 ? Integer.MAX_VALUE : maximumPacketSize;
        if (reasonString != null && reasonStringSize(reasonString) <= limit) {
            return withReasonString(allocator, code, reasonString);
        }
        if (V5_SIZE > limit) {
            return Unpooled.EMPTY_BUFFER;
        }
        return allocator
                .buffer(V5_SIZE, V5_SIZE)
                .writeByte(PacketType.CONNACK)
                .writeByte(3)
                .writeByte(NO_FLAGS)
                .writeByte(code)
                .writeByte(0);
    }

    private static ByteBuf withReasonString(ByteBufAllocator allocator, int code, String reasonString) {
        int properties = 1 + MqttText.encodedLength(reasonString);
        int remaining = 2 + VariableByteInteger.encodedLength(properties) + properties;
        int size = 1 + VariableByteInteger.encodedLength(remaining) + remaining;
        ByteBuf out = allocator.buffer(size, size).writeByte(PacketType.CONNACK);
        VariableByteInteger.write(out, remaining);
        out.writeByte(NO_FLAGS).writeByte(code);
        VariableByteInteger.write(out, properties);
        out.writeByte(PropertyId.REASON_STRING);
        MqttText.write(out, reasonString);
        return out;
    }

    /** The size of the packet with this text, or the largest int when the text cannot be sent at all. */
    private static int reasonStringSize(String reasonString) {
        boolean sendable =
                ByteBufUtil.utf8Bytes(reasonString) <= MqttText.MAX_BYTES && Utf8.firstRefused(reasonString) < 0;
        if (!sendable) {
            return Integer.MAX_VALUE;
        }
        int properties = 1 + MqttText.encodedLength(reasonString);
        int remaining = 2 + VariableByteInteger.encodedLength(properties) + properties;
        return 1 + VariableByteInteger.encodedLength(remaining) + remaining;
    }
}
