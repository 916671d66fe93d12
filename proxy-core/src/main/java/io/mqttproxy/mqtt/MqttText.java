package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Text on its way into a packet, as a UTF-8 Encoded String (section 1.5.4): two bytes of length, then the bytes. */
final class MqttText {
    static final int MAX_BYTES = 0xFFFF;
    private static final int LENGTH_BYTES = 2;

    private MqttText() {}

    /**
     * Returns the text when it may stand in a packet.
     *
     * @throws IllegalArgumentException naming the field, without quoting the text
     */
    static String require(String field, String text) {
        int refused = Utf8.firstRefused(text);
        if (refused >= 0) {
            throw new IllegalArgumentException("%s: U+%04X at index %d (expected: no control or non-characters)"
                    .formatted(field, text.codePointAt(refused), refused));
        }
        requireLength(field, ByteBufUtil.utf8Bytes(text));
        return text;
    }

    /** Throws unless so many bytes fit behind two bytes of length. */
    static void requireLength(String field, int length) {
        if (length > MAX_BYTES) {
            throw new IllegalArgumentException(field + ": " + length + " bytes (expected: at most " + MAX_BYTES + ")");
        }
    }

    /** How many bytes {@link #write} appends. */
    static int encodedLength(String text) {
        return LENGTH_BYTES + ByteBufUtil.utf8Bytes(text);
    }

    /** Appends text that {@link #require} has let through. */
    static void write(ByteBuf out, String text) {
        int length = ByteBufUtil.utf8Bytes(text);
        out.writeShort(length);
        ByteBufUtil.reserveAndWriteUtf8(out, text, length);
    }
}
