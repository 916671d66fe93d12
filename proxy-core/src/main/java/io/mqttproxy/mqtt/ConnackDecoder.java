package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Reads what a backend sends up to its CONNACK, then leaves the pipeline; bytes behind it follow to the next handler as
 * they are.
 *
 * <p>Fires two kinds of messages, each of which its receiver owns: in MQTT 5 every AUTH packet (section 3.15) as a plain
 * {@link ByteBuf} to be relayed unread, and the first CONNACK as a {@link ReceivedConnack}. Any other packet, and one
 * larger than the limit, is one {@link MalformedPacketException}; what comes later is dropped unread until somebody closes
 * the channel.
 *
 * <p>One per connection, on its event loop.
 */
public final class ConnackDecoder extends ByteToMessageDecoder {
    /** The largest packet taken before the CONNACK, in bytes; a CONNACK usually has less than a hundred. */
    public static final int MAX_PACKET_SIZE = 64 * 1024;

    private final MqttVersion version;
    private boolean refused;

    /**
     * A decoder for one connection.
     *
     * @param version in which the CONNECT was sent
     */
    public ConnackDecoder(MqttVersion version) {
        this.version = version;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (refused) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            int firstByte = packetType(in);
            int length = packetLength(in);
            if (length < 0 || length > in.readableBytes()) {
                return;
            }
            ByteBuf bytes = in.slice(in.readerIndex(), length);
            Object message = firstByte == PacketType.AUTH ? bytes : ConnackParser.parse(bytes, version);
            in.skipBytes(length);
            out.add(message);
            bytes.retain();
            if (firstByte == PacketType.CONNACK) {
                ctx.pipeline().remove(this);
            }
        } catch (MalformedPacketException e) {
            refused = true;
            in.skipBytes(in.readableBytes());
            throw e;
        }
    }

    private int packetType(ByteBuf in) {
        int firstByte = in.getUnsignedByte(in.readerIndex());
        if (firstByte == PacketType.CONNACK || (firstByte == PacketType.AUTH && version == MqttVersion.MQTT_5)) {
            return firstByte;
        }
        throw refuse(
                RefusalReason.PROTOCOL_ERROR,
                "first byte from the backend: " + firstByte + " (expected: a CONNACK, 32)");
    }

    /** The bytes of the whole packet, or -1 when its length has not come yet. */
    private int packetLength(ByteBuf in) {
        int remaining = VariableByteInteger.decode(in, in.readerIndex() + 1, in.writerIndex());
        if (remaining == VariableByteInteger.NOT_ENOUGH) {
            return -1;
        }
        if (remaining < 0) {
            throw refuse(
                    RefusalReason.MALFORMED_PACKET,
                    "remaining length: not a variable byte integer (expected: 1 to 4 bytes, as few as possible)");
        }
        int length = 1 + VariableByteInteger.encodedLength(remaining) + remaining;
        int limit = version == MqttVersion.MQTT_5 ? MAX_PACKET_SIZE : 4;
        if (length > limit) {
            throw refuse(
                    RefusalReason.PACKET_TOO_LARGE,
                    "packet from the backend: " + length + " bytes (expected: at most " + limit + ")");
        }
        return length;
    }

    private MalformedPacketException refuse(RefusalReason reason, String message) {
        return new MalformedPacketException(reason, version, message);
    }
}
