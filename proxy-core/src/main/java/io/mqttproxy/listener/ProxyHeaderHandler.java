package io.mqttproxy.listener;

import io.mqttproxy.proxyprotocol.InboundHeader;
import io.mqttproxy.proxyprotocol.MalformedHeaderException;
import io.mqttproxy.proxyprotocol.ProxyHeaderParser;
import io.mqttproxy.relay.CloseReason;
import io.mqttproxy.relay.NetworkTrouble;
import io.mqttproxy.relay.Session;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes exactly one PROXY header off the front of a connection and leaves the pipeline; bytes behind it follow to the next
 * handler as they are. A second header is whatever that one takes it for: broken TLS, or no MQTT.
 *
 * <p>Waiting is bounded in bytes only: the time limit is the session's.
 */
final class ProxyHeaderHandler extends ByteToMessageDecoder {

    private final Session session;
    private final Consumer<Session> introduced;

    /**
     * Makes the handler of one connection.
     *
     * @param introduced told once when the client's address is known; may end the session
     */
    ProxyHeaderHandler(Session session, Consumer<Session> introduced) {
        this.session = session;
        this.introduced = introduced;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (session.ended()) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            @Nullable InboundHeader header = ProxyHeaderParser.parse(in);
            if (header != null) {
                session.introduced(header);
                introduced.accept(session);
                leave(ctx, in);
            }
        } catch (MalformedHeaderException e) {
            in.skipBytes(in.readableBytes());
            session.end(CloseReason.PROXY_HEADER, e.getMessage());
        }
    }

    /** Nobody has to look at what comes from a client that may not come in. */
    private void leave(ChannelHandlerContext ctx, ByteBuf in) {
        if (session.ended()) {
            in.skipBytes(in.readableBytes());
        } else {
            ctx.pipeline().remove(this);
        }
    }

    /** No TLS has begun that could have failed. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        NetworkTrouble.ended(session, CloseReason.CLIENT_CLOSED, cause);
    }
}
