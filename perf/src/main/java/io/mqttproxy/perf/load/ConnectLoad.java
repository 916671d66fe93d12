package io.mqttproxy.perf.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * Devices that connect, get their CONNACK, close, and come again at once: always the same number at a time. Confined to
 * the event loop.
 */
final class ConnectLoad {

    private final Job job;
    private final Connector connector;
    private final Turns turns;
    private final Tally tally;
    private boolean stopped;

    /** @param turns outlive the job */
    ConnectLoad(Job job, Connector connector, Turns turns, Tally tally) {
        this.job = job;
        this.connector = connector;
        this.turns = turns;
        this.tally = tally;
    }

    void start() {
        for (int slot = 0; slot < job.connections(); slot++) {
            open(slot);
        }
    }

    void stop() {
        stopped = true;
    }

    private void open(int slot) {
        if (!stopped) {
            connector.open(identity(slot), new Visitor(slot), () -> open(slot));
        }
    }

    /** Who resumes comes again as the same; all others take turns, so that no cache of a server sees few of them. */
    private int identity(int slot) {
        return job.resumed() ? slot % job.devices() : turns.take(job);
    }

    private final class Visitor extends Device {

        private final int slot;

        Visitor(int slot) {
            super(job, ConnectLoad.this.tally);
            this.slot = slot;
        }

        @Override
        void connected(ChannelHandlerContext ctx) {
            tally().operations(1);
            ctx.close();
        }

        @Override
        void received(ChannelHandlerContext ctx, ByteBuf bytes) {
            throw new IllegalStateException(bytes.readableBytes() + " bytes behind the CONNACK (expected: none)");
        }

        @Override
        void ended() {
            open(slot);
        }
    }
}
