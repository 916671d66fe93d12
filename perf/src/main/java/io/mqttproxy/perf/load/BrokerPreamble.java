package io.mqttproxy.perf.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import java.util.List;

/** Reads an optional PROXY header of version 2 and one CONNECT, answers it, and leaves the rest to {@link Echo}. */
final class BrokerPreamble extends ByteToMessageDecoder {

    private static final int PROXY_HEADER = 16;
    private static final int PROXY_FIRST_BYTE = 0x0D;
    private static final int CONNECT_FIRST_BYTE = 0x10;
    private static final ByteBuf CONNACK = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(MqttBytes.CONNACK.length).writeBytes(MqttBytes.CONNACK));

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int first = in.getUnsignedByte(in.readerIndex());
        if (first == PROXY_FIRST_BYTE) {
            skipProxyHeader(in);
        } else if (first != CONNECT_FIRST_BYTE) {
            throw new IllegalStateException("first byte is " + first + " (expected: PROXY header or CONNECT)");
        } else if (skipPacket(in)) {
            ctx.writeAndFlush(CONNACK.duplicate(), ctx.voidPromise());
            ctx.pipeline().addLast(new Echo());
            ctx.pipeline().remove(this); // passes on what is left
        }
    }

    private static void skipProxyHeader(ByteBuf in) {
        if (in.readableBytes() >= PROXY_HEADER) {
            int length = PROXY_HEADER + in.getUnsignedShort(in.readerIndex() + PROXY_HEADER - 2);
            if (in.readableBytes() >= length) {
                in.skipBytes(length);
            }
        }
    }

    /** Whether a whole packet was there. */
    private static boolean skipPacket(ByteBuf in) {
        int remaining = 0;
        for (int i = 1; i < in.readableBytes() && i <= 4; i++) { // MQTT 3.1.1, section 2.2.3
            int digit = in.getUnsignedByte(in.readerIndex() + i);
            remaining |= (digit & 0x7f) << (7 * (i - 1));
            if (digit < 0x80) {
                if (in.readableBytes() < 1 + i + remaining) {
                    return false;
                }
                in.skipBytes(1 + i + remaining);
                return true;
            }
        }
        return false;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException) { // all others are peers that went away
            System.err.println("broker: " + cause);
        }
        ctx.close();
    }
}
