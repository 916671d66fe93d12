package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
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
     *     out when the client does not want it, when the packet would get larger than the client takes, or when it is not
     *     clean text
     * @param limits what the client takes
     * @return a buffer that the caller owns; empty when that version closes silently for this reason, or when the client
     *     takes no packet of this size
     */
    public static ByteBuf refusal(
            ByteBufAllocator allocator,
            MqttVersion version,
            RefusalReason reason,
            @Nullable String reasonString,
            AnswerLimits limits) {
        if (version == MqttVersion.MQTT_5) {
            byte[] flagsAndCode = {NO_FLAGS, (byte) reason.v5Code()};
            return ReasonPacket.write(allocator, PacketType.CONNACK, flagsAndCode, reasonString, limits);
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
}
