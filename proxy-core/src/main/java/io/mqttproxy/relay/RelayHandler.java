package io.mqttproxy.relay;

import io.mqttproxy.metrics.Direction;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Moves the bytes of one side to the other, untouched, up to a second CONNECT of the client: its identity was never looked
 * at.
 *
 * <p>Writes for each read, flushes once for each batch of reads, and lets the writability of the other side decide whether
 * this side is read, so that a slow reader bounds what is held for it to the high-water mark plus one batch. Both sides run
 * on one event loop: a write to the peer is a plain call.
 */
abstract sealed class RelayHandler extends ChannelInboundHandlerAdapter {

    /** For the access log. */
    static final String BROKEN = "a second CONNECT, or a packet that has no readable length or the reserved type";

    final Session session;
    private final Channel peer;

    RelayHandler(Session session, Channel peer) {
        this.session = session;
        this.peer = peer;
    }

    /**
     * Accounts for data on its way; must not release it.
     *
     * @return whether the stream goes on behind it; false ends the session when the data is on its way
     */
    abstract boolean relayed(ByteBuf data);

    /** A batch of reads is on its way. */
    abstract void batchRelayed();

    /** How the session ends when this side closes or fails. */
    abstract CloseReason whenClosed();

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf data = (ByteBuf) message;
        if (session.ended()) {
            data.release();
            return;
        }
        boolean goesOn = relayed(data);
        peer.write(data, peer.voidPromise()); // a failure comes with the close of the peer, which ends the session
        if (!goesOn) {
            session.end(CloseReason.CLIENT_PROTOCOL, BROKEN);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!session.ended()) {
            peer.flush();
        }
        batchRelayed();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!session.ended()) {
            boolean writable = ctx.channel().isWritable();
            peer.config().setAutoRead(writable);
            if (!writable) {
                peerPaused();
            }
        }
    }

    /** The other side is read no further, because this one does not keep up. */
    abstract void peerPaused();

    /** A close_notify is the end, although TCP is still up: the TLS handler takes no more data to write. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            gone();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        NetworkTrouble.ended(session, whenClosed(), cause);
    }

    /** This side has closed, perhaps with a reset. */
    void gone() {
        session.end(whenClosed());
    }

    /** From the client to the backend; sits in the client's pipeline. */
    static final class FromClient extends RelayHandler {

        private final Accounting accounting;
        private int batch;

        FromClient(Session session, Channel backend, Accounting accounting) {
            super(session, backend);
            this.accounting = accounting;
        }

        @Override
        boolean relayed(ByteBuf data) {
            boolean all = session.traffic().mayPass(data);
            batch += data.readableBytes();
            return all;
        }

        @Override
        void batchRelayed() {
            session.traffic().fromClient(batch);
            session.traffic().heardClient();
            accounting.fromClient(batch);
            batch = 0;
        }

        @Override
        CloseReason whenClosed() {
            return CloseReason.CLIENT_CLOSED;
        }

        @Override
        void peerPaused() {
            accounting.paused(Direction.BACKEND_TO_CLIENT);
        }
    }

    /** From the backend to the client; sits in the backend's pipeline. */
    static final class FromBackend extends RelayHandler {

        private final Accounting accounting;
        private int batch;

        private boolean leaving;

        FromBackend(Session session, Accounting accounting) {
            super(session, session.client());
            this.accounting = accounting;
        }

        @Override
        boolean relayed(ByteBuf data) {
            if (session.askedToEnd()) {
                session.traffic().lastToClient(data); // else a batch of a busy broker may never end with a packet
            } else {
                session.traffic().toClient(data);
            }
            batch += data.readableBytes();
            return true;
        }

        @Override
        void batchRelayed() {
            accounting.toClient(batch);
            batch = 0;
            session.endIfAsked();
        }

        @Override
        CloseReason whenClosed() {
            return CloseReason.BACKEND_CLOSED;
        }

        @Override
        void peerPaused() {
            accounting.paused(Direction.CLIENT_TO_BACKEND);
        }

        /**
         * With a storm limit the client stays until its moment comes. What it says meanwhile is lost with the closed channel;
         * it is read all the same, for otherwise nobody would notice that the client leaves.
         */
        @Override
        void gone() {
            if (session.ended() || leaving) {
                return;
            }
            @Nullable StormLimit limit = stormLimit();
            long wait = limit == null ? 0 : limit.waitNanos();
            if (wait == 0) {
                super.gone();
            } else {
                leaving = true;
                session.client().config().setAutoRead(true);
                session.after(wait, super::gone);
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            if (!leaving) {
                super.channelWritabilityChanged(ctx);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (cause instanceof IOException && stormLimit() != null) { // reset by a broker that was killed
                gone();
            } else {
                super.exceptionCaught(ctx, cause);
            }
        }

        private @Nullable StormLimit stormLimit() {
            @Nullable BackendLink link = session.backend();
            return link == null ? null : link.target().rules().stormLimit();
        }
    }
}
