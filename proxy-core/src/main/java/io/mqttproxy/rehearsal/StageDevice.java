package io.mqttproxy.rehearsal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** A device: connects, sends a few messages, waits for each to come back, and leaves. */
final class StageDevice extends ChannelInboundHandlerAdapter {

    private static final int MESSAGES = 3;
    private static final int PAYLOAD_BYTES = 100;

    private static final byte[] CONNECT = {
        0x10, // type
        0x12, // remaining length
        0x00, 0x04, 'M', 'Q', 'T', 'T', // protocol name
        0x04, // level: 3.1.1
        0x02, // clean session
        0x00, 0x3C, // keep alive
        0x00, 0x06, 'd', 'e', 'v', 'i', 'c', 'e', // client identifier
    };

    private static final byte[] PUBLISH = publish();

    private final Runnable done;
    private int answers;
    private int bytes;

    /** @param done told once when the connection is over, on its event loop */
    StageDevice(Runnable done) {
        this.done = done;
    }

    private static byte[] publish() {
        byte[] packet = new byte[2 + 3 + PAYLOAD_BYTES];
        packet[0] = 0x30; // type, QoS 0
        packet[1] = (byte) (packet.length - 2); // remaining length
        packet[3] = 1; // length of the topic
        packet[4] = 't';
        return packet;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            context.writeAndFlush(Unpooled.wrappedBuffer(CONNECT));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        bytes += ((ByteBuf) message).readableBytes();
        ((ByteBuf) message).release();
        int expected = answers == 0 ? 4 : PUBLISH.length; // the CONNACK, then echoes
        if (bytes < expected) {
            return;
        }
        bytes = 0;
        if (answers++ < MESSAGES) {
            context.writeAndFlush(Unpooled.wrappedBuffer(PUBLISH));
        } else {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        done.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // a rehearsal that goes wrong costs speed, nothing else
    }
}
