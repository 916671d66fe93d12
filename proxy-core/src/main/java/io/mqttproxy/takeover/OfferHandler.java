package io.mqttproxy.takeover;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.unix.FileDescriptor;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one process on the Unix socket, a word at a time. */
final class OfferHandler extends SimpleChannelInboundHandler<ByteBuf> {

    private static final Logger log = LoggerFactory.getLogger(OfferHandler.class);

    private final Succeeding succeeding;

    /** What {@link Word#COUNT} counted and {@link Word#SOCKETS} sends; empty before and after. */
    private List<FileDescriptor> counted = List.of();

    OfferHandler(Succeeding succeeding) {
        this.succeeding = succeeding;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
        while (bytes.isReadable() && ctx.channel().isActive()) {
            byte code = bytes.readByte();
            @Nullable Word word = Word.of(code);
            if (word == null) {
                refuse(ctx, "unknown word " + code + " (expected: the same version of mqtt-proxy)");
                return;
            }
            answer(ctx, word);
        }
    }

    private void answer(ChannelHandlerContext ctx, Word word) {
        switch (word) {
            case COUNT -> count(ctx);
            case SOCKETS -> send(ctx);
            case MINE -> hand(ctx);
            case START -> start(ctx);
            case YOURS, NO -> refuse(ctx, word + " is not for a successor to say");
        }
    }

    private void count(ChannelHandlerContext ctx) {
        if (!succeeding.claim(ctx.channel())) {
            refuse(ctx, "it ends, or another process is taking over (expected: one at a time)");
            return;
        }
        counted = succeeding.sockets();
        ctx.writeAndFlush(ctx.alloc().buffer(3).writeByte(Word.COUNT.code()).writeShort(counted.size()));
    }

    /**
     * A reload may have closed one since it was counted, and its number may be a client's by now. The other side reads
     * descriptors and no words at this moment, so the end of the connection has to say it.
     */
    private void send(ChannelHandlerContext ctx) {
        if (!counted.equals(succeeding.sockets())) {
            ctx.close();
            return;
        }
        counted.forEach(ctx::write);
        counted = List.of();
        ctx.flush();
    }

    private void hand(ChannelHandlerContext ctx) {
        if (!succeeding.isSuccessor(ctx.channel())) {
            refuse(
                    ctx,
                    succeeding.isOver()
                            ? "it ends by itself"
                            : "nothing was handed over (expected: to ask for the sockets first)");
            return;
        }
        log.info("A new process accepts now");
        ctx.pipeline().remove(ReadTimeoutHandler.class); // the answer takes as long as it takes
        var unused = succeeding.hand(ctx.channel()).whenComplete((done, failure) -> ctx.writeAndFlush(
                        ctx.alloc().buffer(1).writeByte(Word.YOURS.code()))
                .addListener(ChannelFutureListener.CLOSE));
    }

    private void start(ChannelHandlerContext ctx) {
        var unused = succeeding.startSuccessor().whenComplete((pid, failure) -> ctx.executor()
                .execute(() -> {
                    if (failure != null) {
                        refuse(ctx, "no new process can be started: " + failure.getMessage());
                    } else {
                        ctx.writeAndFlush(ctx.alloc()
                                .buffer(9)
                                .writeByte(Word.START.code())
                                .writeLong(pid));
                    }
                }));
    }

    private static void refuse(ChannelHandlerContext ctx, String why) {
        ByteBuf answer = ctx.alloc().buffer().writeByte(Word.NO.code());
        ByteBufUtil.writeUtf8(answer, why);
        ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        succeeding.gone(ctx.channel());
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof ReadTimeoutException) {
            log.warn("A process that asked for our sockets said nothing more and is let go");
        } else {
            log.debug("The Unix socket for successors", cause);
        }
        ctx.close();
    }
}
