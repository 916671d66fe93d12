package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Writes a DISCONNECT: with a reason, which a server may send in MQTT 5 only (section 3.14), or as a client's farewell. */
public final class Disconnect {
    private Disconnect() {}

    /**
     * The DISCONNECT with which a client of MQTT 3.1.1 ends its session in order (section 3.14).
     *
     * @return a buffer that the caller owns
     */
    public static ByteBuf v311(ByteBufAllocator allocator) {
        return allocator.buffer(2, 2).writeByte(PacketType.DISCONNECT).writeByte(0);
    }

    /**
     * A DISCONNECT for a client that has had its CONNACK. It may only be written between two packets, see
     * {@link PacketBoundaries}, and the connection has to be closed behind it.
     *
     * @param reasonCode 0x00 or 0x80 to 0xFF, the form that section 3.14.2.1 gives its codes
     * @param reasonString as for {@link Connack#refusal}
     * @param limits what the client takes
     * @return a buffer that the caller owns; empty when the client takes no packet of this size
     * @throws IllegalArgumentException when the code is another number
     */
    public static ByteBuf v5(
            ByteBufAllocator allocator, int reasonCode, @Nullable String reasonString, AnswerLimits limits) {
        if (reasonCode != 0 && (reasonCode < 0x80 || reasonCode > 0xFF)) {
            throw new IllegalArgumentException("reasonCode: " + reasonCode + " (expected: 0 or 128 to 255)");
        }
        byte[] code = {(byte) reasonCode};
        return ReasonPacket.write(allocator, PacketType.DISCONNECT, code, reasonString, limits);
    }
}
