package io.mqttproxy.relay;

import io.mqttproxy.mqtt.AnswerLimits;
import io.mqttproxy.mqtt.MalformedPacketException;
import io.mqttproxy.mqtt.PacketBoundaries;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Rewrites the DISCONNECT with which a broker sends an MQTT 5 client to another server; everything before it passes
 * untouched, by type and length alone. Nothing passes behind it: it is the last packet (section 3.14.4).
 *
 * <p>Sits in front of the relay, and only where the cluster does not pass redirections on as they are.
 */
final class RedirectHandler extends ByteToMessageDecoder {

    /** A DISCONNECT usually has less than a hundred bytes. */
    private static final int LONGEST = 64 * 1024;

    private final Session session;
    private final Redirects redirects;
    private final AnswerLimits limits;
    private final PacketBoundaries boundaries = PacketBoundaries.fromBackendToDisconnect();
    private boolean over;

    RedirectHandler(Session session, Redirects redirects, AnswerLimits limits) {
        this.session = session;
        this.redirects = redirects;
        this.limits = limits;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (over) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int passes = boundaries.advance(in);
        if (passes > 0) {
            out.add(in.readRetainedSlice(passes));
        } else if (boundaries.saidDisconnect()) {
            last(ctx, in, out);
        } else {
            out.add(in.readRetainedSlice(in.readableBytes())); // no MQTT any more; it passes as it would without us
        }
    }

    private void last(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int length = PacketBoundaries.lengthOfFirst(in);
        if (length > LONGEST || length == PacketBoundaries.UNREADABLE) {
            end("a DISCONNECT that cannot be read");
        } else if (length >= 0 && length <= in.readableBytes()) {
            over = true;
            try {
                out.add(redirects.forClient(ctx.alloc(), in.readRetainedSlice(length), limits));
            } catch (MalformedPacketException e) {
                end(String.valueOf(e.getMessage()));
            }
        }
    }

    private void end(String why) {
        over = true;
        session.end(CloseReason.BACKEND_PROTOCOL, why);
    }
}
