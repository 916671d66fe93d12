package io.mqttproxy.takeover;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Says a word to the running process and completes what its answer answers. Questions may come from any thread, one at a
 * time.
 *
 * <p>Bytes and descriptors are not read in the same way, so the mode changes while the other side waits for a word: before
 * {@link Word#SOCKETS} is said, and back when the last descriptor is here.
 */
final class PredecessorHandler extends ByteToMessageDecoder {

    private final CompletableFuture<List<FileDescriptor>> sockets = new CompletableFuture<>();
    private final CompletableFuture<Void> retirement = new CompletableFuture<>();
    private final CompletableFuture<Long> successor = new CompletableFuture<>();
    private final List<FileDescriptor> received = new ArrayList<>();
    private int expected;

    /** All descriptors; they are the caller's to close. */
    CompletableFuture<List<FileDescriptor>> sockets(Channel channel) {
        say(channel, Word.COUNT);
        return sockets;
    }

    /** Completes when the other process accepts no more. */
    CompletableFuture<Void> retirement(Channel channel) {
        say(channel, Word.MINE);
        return retirement;
    }

    /** The id of the process that the other one has started. */
    CompletableFuture<Long> successor(Channel channel) {
        say(channel, Word.START);
        return successor;
    }

    private static void say(Channel channel, Word word) {
        channel.writeAndFlush(channel.alloc().buffer(1).writeByte(word.code()));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof FileDescriptor descriptor) {
            received(ctx, descriptor);
        } else {
            super.channelRead(ctx, message);
        }
    }

    private void received(ChannelHandlerContext ctx, FileDescriptor descriptor) {
        received.add(descriptor);
        if (received.size() == expected) {
            readMode(ctx, DomainSocketReadMode.BYTES);
            complete();
        }
    }

    /** Nobody waits any more when the caller ran out of patience. */
    private void complete() {
        List<FileDescriptor> all = List.copyOf(received);
        received.clear();
        if (!sockets.complete(all)) {
            close(all);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws IOException {
        @Nullable Word word = Word.of(in.getByte(in.readerIndex()));
        int length = word == null ? 1 : length(word);
        if (in.readableBytes() < length) {
            return;
        }
        if (word == Word.NO && ctx.channel().isActive()) {
            return; // its text ends with the connection
        }
        in.skipBytes(1);
        answered(ctx, word, in);
    }

    private static int length(Word word) {
        return switch (word) {
            case COUNT -> 1 + Short.BYTES;
            case START -> 1 + Long.BYTES;
            case SOCKETS, MINE, YOURS, NO -> 1;
        };
    }

    private void answered(ChannelHandlerContext ctx, @Nullable Word word, ByteBuf in) throws IOException {
        if (word == Word.COUNT) {
            counted(ctx, in.readUnsignedShort());
        } else if (word == Word.START) {
            successor.complete(in.readLong());
        } else if (word == Word.YOURS) {
            retirement.complete(null);
        } else if (word == Word.NO) {
            int length = in.readableBytes();
            throw new IOException(
                    in.readCharSequence(length, StandardCharsets.UTF_8).toString());
        } else {
            throw new IOException("unknown answer (expected: the same version of mqtt-proxy)");
        }
    }

    private void counted(ChannelHandlerContext ctx, int count) {
        expected = count;
        if (count == 0) {
            complete();
            return;
        }
        readMode(ctx, DomainSocketReadMode.FILE_DESCRIPTORS);
        say(ctx.channel(), Word.SOCKETS);
    }

    private static void readMode(ChannelHandlerContext ctx, DomainSocketReadMode mode) {
        ((EpollDomainSocketChannel) ctx.channel()).config().setReadMode(mode);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        super.channelInactive(ctx); // the rest of the bytes
        boolean refused = expected > 0 && received.isEmpty() && !sockets.isDone(); // see Word.SOCKETS
        fail(new IOException(
                refused
                        ? "its listeners have just changed (expected: another try)"
                        : "the running process ended the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause.getCause() instanceof IOException reason ? reason : cause);
        ctx.close();
    }

    private void fail(Throwable cause) {
        sockets.completeExceptionally(cause);
        retirement.completeExceptionally(cause);
        successor.completeExceptionally(cause);
        close(received);
        received.clear();
    }

    private static void close(List<FileDescriptor> descriptors) {
        for (FileDescriptor descriptor : descriptors) {
            try {
                descriptor.close();
            } catch (IOException e) {
                throw new IllegalStateException("a descriptor just received cannot be closed", e);
            }
        }
    }
}
