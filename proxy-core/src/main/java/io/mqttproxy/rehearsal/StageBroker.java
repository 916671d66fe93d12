package io.mqttproxy.rehearsal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** A broker that accepts whoever sends something, and echoes what follows. */
final class StageBroker extends ChannelInboundHandlerAdapter {

    private static final byte[] CONNACK = {
        0x20, // type
        0x02, // remaining length
        0x00, // no session
        0x00, // accepted
    };

    private boolean connected;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (connected) {
            context.write(message);
        } else {
            connected = true; // the PROXY header and the CONNECT come in one write, and loopback keeps them together
            ((ByteBuf) message).release();
            context.write(Unpooled.wrappedBuffer(CONNACK));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
