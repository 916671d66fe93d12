package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts exactly one CONNECT out of what the client sends, fires it as a {@link ReceivedConnect} and leaves the pipeline;
 * bytes behind it follow to the next handler as they are.
 *
 * <p>Whatever can be refused early is: another first byte on that byte, and a packet above the limit in the read in which
 * its length becomes known. It never waits for more of a packet that it is going to refuse, so a too large CONNECT has a
 * version to answer in only when that read brought the protocol version too; real clients send the first bytes of a large
 * packet together.
 *
 * <p>Exactly one {@link MalformedPacketException} is fired; what comes later is dropped unread until somebody closes the
 * channel. Waiting is bounded in bytes only: the time limit is the caller's.
 *
 * <p>One per connection, on its event loop.
 */
public final class ConnectDecoder extends ByteToMessageDecoder {
    private final int maxPacketSize;
    private boolean refused;

    /**
     * A decoder for one connection.
     *
     * @param maxPacketSize the largest CONNECT taken, in bytes, fixed header included
     * @throws IllegalArgumentException when the limit is not positive
     */
    public ConnectDecoder(int maxPacketSize) {
        if (maxPacketSize <= 0) {
            throw new IllegalArgumentException("maxPacketSize: " + maxPacketSize + " (expected: 1 or more bytes)");
        }
        this.maxPacketSize = maxPacketSize;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (refused) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            int length = packetLength(in);
            if (length >= 0 && length <= in.readableBytes()) {
                out.add(take(in, length));
                ctx.pipeline().remove(this);
            }
        } catch (MalformedPacketException e) {
            refused = true;
            in.skipBytes(in.readableBytes());
            throw e;
        }
    }

    /** The bytes of the whole packet, or -1 when its length has not come yet. */
    private int packetLength(ByteBuf in) {
        int start = in.readerIndex();
        int firstByte = in.getUnsignedByte(start);
        RefusalReason refusal = PacketType.refusal(firstByte);
        if (refusal != null) {
            throw new MalformedPacketException(
                    refusal, null, "first byte: " + firstByte + " (expected: a CONNECT, 16)");
        }
        int remainingLength = VariableByteInteger.decode(in, start + 1, in.writerIndex());
        if (remainingLength == VariableByteInteger.NOT_ENOUGH) {
            return -1;
        }
        if (remainingLength < 0) {
            throw new MalformedPacketException(
                    RefusalReason.MALFORMED_PACKET,
                    null,
                    "remaining length: not a variable byte integer (expected: 1 to 4 bytes, as few as possible)");
        }
        int header = 1 + VariableByteInteger.encodedLength(remainingLength);
        int length = header + remainingLength;
        if (length > maxPacketSize) {
            throw new MalformedPacketException(
                    RefusalReason.PACKET_TOO_LARGE,
                    ProtocolHeader.peek(in, start + header, Math.min(in.writerIndex(), start + length)),
                    "packet: " + length + " bytes (expected: at most " + maxPacketSize + ")");
        }
        return length;
    }

    private static ReceivedConnect take(ByteBuf in, int length) {
        ByteBuf bytes = in.slice(in.readerIndex(), length);
        ConnectPacket packet = ConnectParser.parse(bytes);
        in.skipBytes(length);
        return new ReceivedConnect(packet, bytes.retain());
    }
}
