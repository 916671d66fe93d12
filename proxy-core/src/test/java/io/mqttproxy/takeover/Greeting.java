package io.mqttproxy.takeover;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;

/** Says one character to everybody who is accepted, and closes. */
@Sharable
final class Greeting extends ChannelInboundHandlerAdapter {

    /** For listening sockets that do so. */
    static ServerBootstrap on(EventLoop loop) {
        return new ServerBootstrap().group(loop).childHandler(new Greeting());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(ctx.alloc().buffer(1).writeByte('!')).addListener(ChannelFutureListener.CLOSE);
    }
}
