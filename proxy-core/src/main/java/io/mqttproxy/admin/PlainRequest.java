package io.mqttproxy.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/**
 * Answers who speaks plain HTTP to the port with TLS. All methods of HTTP begin with a capital letter (RFC 9110 section 9),
 * and no record of TLS does (RFC 8446 section 5.1): one byte tells. Leaves when TLS begins.
 */
final class PlainRequest extends ChannelInboundHandlerAdapter {

    private static final String BODY = "this port speaks TLS (expected: https://)\n";

    private static final byte[] ANSWER = ("HTTP/1.1 400 Bad Request\r\n"
                    + "content-type: text/plain; charset=utf-8\r\n"
                    + "content-length: " + BODY.length() + "\r\n"
                    + "cache-control: no-store\r\n"
                    + "connection: close\r\n\r\n"
                    + BODY)
            .getBytes(StandardCharsets.US_ASCII);

    private boolean answered;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (answered) {
            bytes.release();
            return;
        }
        if (!bytes.isReadable()) {
            ctx.fireChannelRead(bytes);
            return;
        }
        byte first = bytes.getByte(bytes.readerIndex());
        if (first < 'A' || first > 'Z') {
            ctx.fireChannelRead(bytes);
            ctx.pipeline().remove(this);
            return;
        }
        answered = true;
        bytes.release();
        ctx.writeAndFlush(Unpooled.wrappedBuffer(ANSWER)).addListener(ChannelFutureListener.CLOSE);
    }
}
