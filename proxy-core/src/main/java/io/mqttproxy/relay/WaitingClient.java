package io.mqttproxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;

/**
 * Stands in for the relay while a backend is sought, the first one or another one: what the client says meanwhile waits in
 * {@link Pipelined}, and reading stops with its first byte. Most clients say nothing; stopping and starting for them too would
 * cost two system calls each.
 */
class WaitingClient extends ChannelInboundHandlerAdapter {

    final Session session;
    private final Pipelined pipelined = new Pipelined();

    WaitingClient(Session session) {
        this.session = session;
    }

    /** What has come; owned by the caller. */
    List<ByteBuf> drain() {
        return pipelined.drain();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (session.ended()) {
            ReferenceCountUtil.release(message);
        } else {
            ctx.channel().config().setAutoRead(false);
            pipelined.add((ByteBuf) message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            session.end(CloseReason.CLIENT_CLOSED);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        session.end(CloseReason.CLIENT_CLOSED);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        pipelined.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        NetworkTrouble.ended(session, CloseReason.CLIENT_CLOSED, cause);
    }
}
