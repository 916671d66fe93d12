package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one packet, or over one property block inside it, that never leaves it: every read is checked against
 * the end that the packet itself declared. The buffer's own indices stay where they are.
 */
final class PacketReader {
    private final ByteBuf bytes;
    private final int start;
    private int index;
    private int end;
    private @Nullable MqttVersion version;
    private @Nullable ConnectProperties properties;

    /** Reads from {@code from} up to, not including, {@code to}; both are indices of the buffer. */
    PacketReader(ByteBuf bytes, int from, int to) {
        this.bytes = bytes;
        this.start = from;
        this.index = from;
        this.end = to;
    }

    /** Says what every exception from here on reports as its version. */
    void version(MqttVersion known) {
        version = known;
    }

    /** Says what every exception from here on reports about the client. */
    void properties(ConnectProperties known) {
        properties = known;
    }

    /** How far the cursor is behind the start. */
    int offset() {
        return index - start;
    }

    int remaining() {
        return end - index;
    }

    boolean exhausted() {
        return index == end;
    }

    int unsignedByte(String field) {
        return bytes.getByte(skip(field, 1)) & 0xFF;
    }

    int unsignedShort(String field) {
        return bytes.getUnsignedShort(skip(field, 2));
    }

    long unsignedInt(String field) {
        return bytes.getUnsignedInt(skip(field, 4));
    }

    int variableByteInteger(String field) {
        int value = VariableByteInteger.decode(bytes, index, end);
        if (value < 0) {
            throw malformed(field + ": not a variable byte integer (expected: 1 to 4 bytes, as few as possible)");
        }
        index += VariableByteInteger.encodedLength(value);
        return value;
    }

    /** Reads a UTF-8 Encoded String (section 1.5.4). */
    String text(String field) {
        int length = unsignedShort(field);
        int from = checkedText(field, length);
        return bytes.toString(from, length, StandardCharsets.UTF_8);
    }

    void skipText(String field) {
        checkedText(field, unsignedShort(field));
    }

    /** Passes over a Topic Name: text, at least one character, no wildcards (section 4.7). */
    void skipTopicName(String field) {
        int length = unsignedShort(field);
        int from = checkedText(field, length);
        if (length == 0) {
            throw malformed(field + ": empty (expected: a topic name)");
        }
        if (bytes.indexOf(from, from + length, (byte) '+') >= 0
                || bytes.indexOf(from, from + length, (byte) '#') >= 0) {
            throw malformed(field + ": has a wildcard (expected: a topic name)");
        }
    }

    /** Passes over Binary Data (section 1.5.6). */
    void skipBinary(String field) {
        skip(field, unsignedShort(field));
    }

    /** Passes over so many bytes and returns the index in the buffer of the first of them. */
    int skip(String field, int length) {
        int from = index;
        if (length > end - from) {
            throw malformed(field + ": " + remaining() + " bytes left (expected: at least " + length + ")");
        }
        index = from + length;
        return from;
    }

    /** Enters the property block that starts here; reads then stop at its end. Returns what {@link #leaveBlock} takes. */
    int enterBlock(String field) {
        int length = variableByteInteger(field);
        if (length > remaining()) {
            throw malformed(field + ": " + length + " bytes (expected: at most " + remaining() + ")");
        }
        int outerEnd = end;
        end = index + length;
        return outerEnd;
    }

    /** Back to the surrounding packet. */
    void leaveBlock(int outerEnd) {
        end = outerEnd;
    }

    MalformedPacketException malformed(String message) {
        return refuse(RefusalReason.MALFORMED_PACKET, message);
    }

    MalformedPacketException protocolError(String message) {
        return refuse(RefusalReason.PROTOCOL_ERROR, message);
    }

    MalformedPacketException refuse(RefusalReason reason, String message) {
        AnswerLimits limits = properties == null ? AnswerLimits.UNKNOWN : properties.answerLimits();
        return new MalformedPacketException(reason, version, limits, message);
    }

    private int checkedText(String field, int length) {
        int from = skip(field, length);
        if (!Utf8.allowed(bytes, from, length)) {
            throw malformed(field + ": not clean text (expected: UTF-8 without control and non-characters)");
        }
        return from;
    }
}
