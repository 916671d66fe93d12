package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** A packet of MQTT 5 that consists of a few fixed bytes and, at most, a Reason String (section 3.2.2.3.9). */
final class ReasonPacket {
    private ReasonPacket() {}

    /**
     * Writes the packet; without the text when the client does not take it, when the packet would get too large, or when it
     * is not clean text.
     *
     * @param fixed what stands between Remaining Length and properties
     * @return a buffer that the caller owns, exactly as large as the packet; empty when the client takes not even the
     *     shortest
     */
    static ByteBuf write(
            ByteBufAllocator allocator,
            int firstByte,
            byte[] fixed,
            @Nullable String reasonString,
            AnswerLimits limits) {
        String text = reasonString != null && limits.reasonString() && sendable(reasonString) ? reasonString : null;
        if (text != null && !limits.allow(size(fixed, text))) {
            text = null;
        }
        int size = size(fixed, text);
        if (!limits.allow(size)) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf out = allocator.buffer(size, size).writeByte(firstByte);
        int properties = properties(text);
        VariableByteInteger.write(out, remainingLength(fixed, properties));
        out.writeBytes(fixed);
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

    private static int properties(@Nullable String text) {
        return text == null ? 0 : 1 + MqttText.encodedLength(text);
    }

    private static int remainingLength(byte[] fixed, int properties) {
        return fixed.length + VariableByteInteger.encodedLength(properties) + properties;
    }

    private static int size(byte[] fixed, @Nullable String text) {
        int remaining = remainingLength(fixed, properties(text));
        return 1 + VariableByteInteger.encodedLength(remaining) + remaining;
    }
}
