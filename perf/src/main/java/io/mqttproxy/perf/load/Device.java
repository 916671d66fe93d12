package io.mqttproxy.perf.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * The end of a device's pipeline, until its CONNACK has come; what then happens is for subclasses. One for each
 * connection, confined to the event loop.
 */
abstract class Device extends ChannelInboundHandlerAdapter {

    private final Job job;
    private final Tally tally;
    private int connackBytes;
    private boolean resumed;
    private boolean connected;

    Device(Job job, Tally tally) {
        this.job = job;
        this.tally = tally;
    }

    /** The connection is ready for messages. */
    abstract void connected(ChannelHandlerContext ctx);

    /** Bytes behind the CONNACK; the buffer is released by the caller. */
    abstract void received(ChannelHandlerContext ctx, ByteBuf bytes);

    /** The connection is closed, whoever did it. */
    abstract void ended();

    final Tally tally() {
        return tally;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (job.security() == Security.NONE) {
            secured(ctx);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            SslHandler tls = ctx.pipeline().get(SslHandler.class);
            resumed = ClientTls.resumed(tls);
            tally.session(ClientTls.session(tls));
            if (job.security() == Security.MUTUAL && !resumed && !ClientTls.gaveCertificate(tls)) {
                throw new IllegalStateException("the server asked for no certificate (expected: mutual TLS)");
            }
            secured(ctx);
        }
    }

    private void secured(ChannelHandlerContext ctx) {
        if (job.mqtt()) {
            ctx.writeAndFlush(MqttBytes.CONNECT.duplicate(), ctx.voidPromise());
        } else {
            ready(ctx);
        }
    }

    private void ready(ChannelHandlerContext ctx) {
        connected = true;
        tally.connection(resumed); // together with what subclasses count, so that both fall into the same window
        connected(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (!connected) {
                readConnack(ctx, bytes);
            }
            if (connected && bytes.isReadable()) {
                received(ctx, bytes);
            }
        } finally {
            bytes.release();
        }
    }

    private void readConnack(ChannelHandlerContext ctx, ByteBuf bytes) {
        while (connackBytes < MqttBytes.CONNACK.length && bytes.isReadable()) {
            byte read = bytes.readByte();
            if (read != MqttBytes.CONNACK[connackBytes]) {
                throw new IllegalStateException("byte " + connackBytes + " of the CONNACK is " + read + " (expected: "
                        + MqttBytes.CONNACK[connackBytes] + ")");
            }
            connackBytes++;
        }
        if (connackBytes == MqttBytes.CONNACK.length) {
            ready(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!connected) {
            tally.failure("closed before the CONNACK");
        }
        ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        tally.failure(cause.toString());
        connected = true; // counted once
        ctx.close();
    }
}
