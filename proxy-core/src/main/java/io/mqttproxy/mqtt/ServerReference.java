package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The property of MQTT 5 by which a server names others (sections 3.2.2.3.16 and 3.14.2.2.5): one or more references with
 * blanks between them, each usually {@code host} or {@code host:port}, in a CONNACK or a DISCONNECT.
 *
 * <p>Pure. Every method takes one whole packet between the reader and writer index, whose first byte says which of the two
 * it is, and changes neither its indices nor its count.
 */
public final class ServerReference {

    /** Reason codes that send a client away (section 4.13). */
    private static final int USE_ANOTHER_SERVER = 0x9C;

    private static final int SERVER_MOVED = 0x9D;

    /** Where the properties stand, all as indices of the buffer. */
    private record Layout(int fixed, int fixedLength, int properties, int end) {
        boolean hasProperties() {
            return properties >= 0;
        }
    }

    private ServerReference() {}

    /** Whether a reason code sends a client to another server. */
    public static boolean redirects(int reasonCode) {
        return reasonCode == USE_ANOTHER_SERVER || reasonCode == SERVER_MOVED;
    }

    /**
     * The references, or null when the packet has none.
     *
     * @throws MalformedPacketException when the packet breaks a rule of its format
     */
    public static @Nullable String of(ByteBuf packet) {
        Layout layout = layout(packet);
        if (!layout.hasProperties()) {
            return null;
        }
        PacketReader in = new PacketReader(packet, layout.properties(), layout.end());
        @Nullable String reference = null;
        long seen = 0;
        while (!in.exhausted()) {
            int id = PropertyId.next(in, allowed(packet), seen);
            seen |= PropertyId.bit(id);
            if (id == PropertyId.SERVER_REFERENCE) {
                reference = in.text("server reference");
            } else {
                PropertyId.skipOpaqueValue(in, id);
            }
        }
        return reference;
    }

    /**
     * Writes the packet anew with other references, or with none; a packet without properties stays as it is.
     *
     * @param references null = none
     * @param limits what the client takes; the references are left out when the packet would get too large
     * @return a buffer that the caller owns
     * @throws MalformedPacketException when the packet breaks a rule of its format
     * @throws IllegalArgumentException when the references cannot stand in a packet
     */
    public static ByteBuf replace(
            ByteBufAllocator allocator, ByteBuf packet, @Nullable String references, AnswerLimits limits) {
        if (references != null) {
            MqttText.require("server reference", references);
        }
        Layout layout = layout(packet);
        if (!layout.hasProperties()) {
            return packet.retainedSlice();
        }
        int kept = others(packet, layout, null);
        int added = references == null ? 0 : 1 + MqttText.encodedLength(references);
        if (added > 0 && !limits.allow(size(layout, kept + added))) {
            return replace(allocator, packet, null, limits);
        }
        int size = size(layout, kept + added);
        ByteBuf out = allocator.buffer(size, size).writeByte(packet.getByte(packet.readerIndex()));
        VariableByteInteger.write(out, remaining(layout, kept + added));
        out.writeBytes(packet, layout.fixed(), layout.fixedLength());
        VariableByteInteger.write(out, kept + added);
        others(packet, layout, out);
        if (references != null) {
            out.writeByte(PropertyId.SERVER_REFERENCE);
            MqttText.write(out, references);
        }
        return out;
    }

    private static int remaining(Layout layout, int properties) {
        return layout.fixedLength() + VariableByteInteger.encodedLength(properties) + properties;
    }

    private static int size(Layout layout, int properties) {
        int remaining = remaining(layout, properties);
        return 1 + VariableByteInteger.encodedLength(remaining) + remaining;
    }

    /** Counts the bytes of the other properties, and appends them where there is a place for them. */
    private static int others(ByteBuf packet, Layout layout, @Nullable ByteBuf out) {
        PacketReader in = new PacketReader(packet, layout.properties(), layout.end());
        int kept = 0;
        while (!in.exhausted()) {
            int from = in.offset();
            int id = PropertyId.next(in, allowed(packet), 0);
            PropertyId.skipOpaqueValue(in, id);
            if (id != PropertyId.SERVER_REFERENCE) {
                int length = in.offset() - from;
                kept += length;
                if (out != null) {
                    out.writeBytes(packet, layout.properties() + from, length);
                }
            }
        }
        return kept;
    }

    private static long allowed(ByteBuf packet) {
        return isConnack(packet) ? PropertyId.IN_CONNACK : PropertyId.IN_DISCONNECT;
    }

    private static boolean isConnack(ByteBuf packet) {
        return packet.getUnsignedByte(packet.readerIndex()) == PacketType.CONNACK;
    }

    /** A DISCONNECT may end behind its reason code, or even before it (section 3.14.2.1). */
    private static Layout layout(ByteBuf packet) {
        int start = packet.readerIndex();
        PacketReader in = new PacketReader(packet, start, packet.writerIndex());
        in.skip("fixed header", 1);
        int remaining = in.variableByteInteger("remaining length");
        if (remaining != in.remaining()) {
            throw in.malformed("remaining length: " + remaining + " (expected: " + in.remaining() + ")");
        }
        int fixedLength = isConnack(packet) ? 2 : Math.min(1, remaining);
        int fixed = in.skip("flags and reason code", fixedLength);
        if (in.exhausted()) {
            return new Layout(fixed, fixedLength, -1, -1);
        }
        in.enterBlock("properties");
        int properties = start + in.offset();
        int end = properties + in.remaining();
        if (end != packet.writerIndex()) {
            throw in.malformed("packet: " + (packet.writerIndex() - end) + " bytes left over (expected: none)");
        }
        return new Layout(fixed, fixedLength, properties, end);
    }
}
