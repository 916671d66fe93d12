package io.mqttproxy.perf.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A device that publishes and counts what comes back, which is what it sent, in the same order. Confined to the event
 * loop.
 */
final class Publisher extends Device {

    private final boolean paced;
    private final ByteBuf message;
    private final int messageBytes;
    private final Consumer<Publisher> ready;
    private final SendTimes due = new SendTimes();
    private @Nullable ChannelHandlerContext ctx;
    private int bytesOfNext;

    /**
     * @param message what is published, borrowed for as long as the device lives
     * @param ready told when messages can be sent
     */
    Publisher(Job job, ByteBuf message, Tally tally, Consumer<Publisher> ready) {
        super(job, tally);
        this.paced = job.perSecond() > 0;
        this.message = message;
        this.messageBytes = message.readableBytes();
        this.ready = ready;
    }

    /** Sends a message that should have left at {@code dueNanos}. */
    void publishDueAt(long dueNanos) {
        due.add(dueNanos);
        if (ctx != null) {
            ctx.writeAndFlush(message.retainedDuplicate(), ctx.voidPromise());
        }
    }

    /** Sends messages at once. */
    void publish(int count) {
        if (ctx != null) {
            write(ctx, count);
            ctx.flush();
        }
    }

    void countUnanswered() {
        long now = System.nanoTime();
        while (!due.isEmpty()) {
            tally().latency(now - due.remove());
        }
    }

    @Override
    void connected(ChannelHandlerContext context) {
        ctx = context;
        ready.accept(this);
    }

    @Override
    void received(ChannelHandlerContext context, ByteBuf bytes) {
        int complete = 0;
        while (bytes.isReadable()) {
            if (bytesOfNext == 0 && bytes.getByte(bytes.readerIndex()) != MqttBytes.PUBLISH) {
                throw new IllegalStateException("no PUBLISH where one should begin");
            }
            int part = Math.min(bytes.readableBytes(), messageBytes - bytesOfNext);
            bytes.skipBytes(part);
            bytesOfNext += part;
            if (bytesOfNext == messageBytes) {
                bytesOfNext = 0;
                complete++;
            }
        }
        tally().operations(complete);
        if (paced) {
            time(complete);
        } else {
            write(context, complete);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    void ended() {
        ctx = null;
    }

    private void time(int messages) {
        long now = System.nanoTime();
        for (int i = 0; i < messages && !due.isEmpty(); i++) {
            tally().latency(now - due.remove());
        }
    }

    private void write(ChannelHandlerContext context, int messages) {
        for (int i = 0; i < messages; i++) {
            context.write(message.retainedDuplicate(), context.voidPromise());
        }
    }
}
