package io.mqttproxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Looks at the first byte that a probed backend sends: with a CONNACK's it leaves, otherwise it fires one {@link
 * OtherProtocol} and drops the rest.
 */
final class FirstAnswer extends ChannelInboundHandlerAdapter {

    private static final int CONNACK = 0x20;

    private boolean told;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (!told && bytes.isReadable() && bytes.getUnsignedByte(bytes.readerIndex()) == CONNACK) {
            ctx.fireChannelRead(bytes);
            ctx.pipeline().remove(this);
            return;
        }
        try {
            if (!told && bytes.isReadable()) {
                told = true;
                ctx.fireChannelRead(OtherProtocol.of(bytes));
            }
        } finally {
            ReferenceCountUtil.release(bytes);
        }
    }
}
