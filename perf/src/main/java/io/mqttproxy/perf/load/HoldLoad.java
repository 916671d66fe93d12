package io.mqttproxy.perf.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** Devices that connect, a few at a time, and stay without a word. Confined to the event loop. */
final class HoldLoad {

    private static final int AT_A_TIME = 64;

    private final Job job;
    private final Connector connector;
    private final Tally tally;
    private final Runnable allConnected;
    private int next;

    HoldLoad(Job job, Connector connector, Tally tally, Runnable allConnected) {
        this.job = job;
        this.connector = connector;
        this.tally = tally;
        this.allConnected = allConnected;
    }

    void start() {
        for (int i = 0; i < AT_A_TIME; i++) {
            openNext();
        }
    }

    private void openNext() {
        if (next < job.connections()) {
            open(next++);
        }
    }

    private void open(int slot) {
        connector.open(slot % job.devices(), new Silent(), () -> open(slot));
    }

    private final class Silent extends Device {

        Silent() {
            super(job, HoldLoad.this.tally);
        }

        @Override
        void connected(ChannelHandlerContext ctx) {
            tally().operations(1);
            openNext();
            if (tally().operations() == job.connections()) {
                allConnected.run();
            }
        }

        @Override
        void received(ChannelHandlerContext ctx, ByteBuf bytes) {
            throw new IllegalStateException(bytes.readableBytes() + " bytes behind the CONNACK (expected: none)");
        }

        @Override
        void ended() {
            // the tally of failures says who left early
        }
    }
}
