package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** Writes the CONNACK with which the proxy itself refuses a client (MQTT 3.1.1 and 5, section 3.2). */
public final class Connack {
    private static final int V3_SIZE = 4;
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
        String text = reasonString != null && sendable(reasonString) ? reasonString : null;
        if (size(remainingLength(properties(text))) > limit) {
            text = null;
        }
        int properties = properties(text);
        int remaining = remainingLength(properties);
        if (size(remaining) > limit) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf out = allocator.buffer(size(remaining), size(remaining)).writeByte(PacketType.CONNACK);
        VariableByteInteger.write(out, remaining);
        out.writeByte(NO_FLAGS).writeByte(code);
        VariableByteInteger.write(out, properties);
        if (text != null) {
            out.writeByte(PropertyId.REASON_STRING);
            MqttText.write(out, text);
        }
        return out;
    }

    private static boolean sendable(String text) {
        return ByteBufUtil.utf8Bytes(text) <= MqttText.MAX_BYTES && Utf8.firstRefused(text) < 0;
    }

    private static int properties(@Nullable String reasonString) {
        return reasonString == null ? 0 : 1 + MqttText.encodedLength(reasonString);
    }

    private static int remainingLength(int properties) {
        return 2 + VariableByteInteger.encodedLength(properties) + properties;
    }

    private static int size(int remaining) {
        return 1 + VariableByteInteger.encodedLength(remaining) + remaining;
    }
}
