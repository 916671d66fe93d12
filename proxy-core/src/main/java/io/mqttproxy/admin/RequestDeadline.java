package io.mqttproxy.admin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request is not there in time, TLS handshake included; who trickles bytes gains nothing. Leaves
 * when it is there.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {

    /** From accept; seconds. A slow link needs two for a handshake and a request of some KiB. */
    static final long SECONDS = 10;

    private final OpenConnections connections;
    private @Nullable Future<?> deadline;

    RequestDeadline(OpenConnections connections) {
        this.connections = connections;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        deadline = ctx.executor().schedule(() -> ctx.close(), SECONDS, TimeUnit.SECONDS);
    }

    /** The request as a whole. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object request) {
        connections.heard(ctx.channel());
        ctx.fireChannelRead(request);
        if (!ctx.isRemoved()) {
            ctx.pipeline().remove(this);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
