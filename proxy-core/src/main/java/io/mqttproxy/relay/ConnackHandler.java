package io.mqttproxy.relay;

import io.mqttproxy.mqtt.ConnackRewriter;
import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.mqtt.MalformedPacketException;
import io.mqttproxy.mqtt.MqttVersion;
import io.mqttproxy.mqtt.ReceivedConnack;
import io.mqttproxy.mqtt.ServerReference;
import io.mqttproxy.tls.TlsSession;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Passes the backend's first packets on and takes note of its CONNACK; then it makes room for the relay.
 *
 * <p>Sits behind the CONNACK decoder, which hands over AUTH packets as they are (enhanced authentication, MQTT 5 section
 * 4.12) and the CONNACK with what it says.
 */
final class ConnackHandler extends ChannelInboundHandlerAdapter {

    private final Session session;
    private final BackendTarget target;
    private final Accounting accounting;
    private final double idleFactor;
    private final @Nullable String assignedClientId;
    private final @Nullable FollowedRedirect follow;
    private boolean abandoned;

    /**
     * @param assignedClientId what the client has to be told, or null; see {@link BackendConnect}
     * @param follow goes elsewhere when the backend says so; null = the client does
     */
    ConnackHandler(
            Session session,
            BackendTarget target,
            Accounting accounting,
            double idleFactor,
            @Nullable String assignedClientId,
            @Nullable FollowedRedirect follow) {
        this.session = session;
        this.target = target;
        this.accounting = accounting;
        this.idleFactor = idleFactor;
        this.assignedClientId = assignedClientId;
        this.follow = follow;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (session.ended() || abandoned) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof ReceivedConnack connack) {
            answered(ctx, connack);
        } else {
            toClient((ByteBuf) message);
        }
    }

    private void answered(ChannelHandlerContext ctx, ReceivedConnack connack) {
        if (goesElsewhere(connack)) {
            connack.release();
            abandoned = true;
            ctx.close();
            return;
        }
        ConnectPacket connect = Objects.requireNonNull(session.connect());
        @Nullable ByteBuf packet = connack.accepted() ? forClient(ctx, connect, connack) : refusal(ctx, connect, connack);
        if (packet == null) {
            session.end(CloseReason.CLIENT_ID_REJECTED, "Assigned Client Identifier beyond the Maximum Packet Size");
            return;
        }
        @Nullable TlsSession handshake = session.tls(); // a session that is relayed forgets the certificate
        session.answered(connack.code());
        accounting.answered(connect.version().level(), connack.code(), connack.accepted());
        judge(connect, connack);
        if (connack.accepted()) {
            accounting.connected(session, handshake); // ahead of the write, which may find that the client has gone
        }
        toClient(packet);
        if (connack.accepted()) {
            int keepAlive = connack.serverKeepAlive() >= 0 ? connack.serverKeepAlive() : connect.keepAlive();
            IdleWatch.start(session, keepAlive, idleFactor);
            startRelay(ctx, connect);
            SetupTrace.accepted(session);
        } else {
            session.end(CloseReason.BACKEND_REFUSED);
        }
    }

    /** Takes the CONNACK where it cannot be read: its decoder has passed over the server reference. */
    private boolean goesElsewhere(ReceivedConnack connack) {
        if (follow == null || !ServerReference.redirects(connack.code())) {
            return false;
        }
        try {
            return follow.goes(connack.bytes());
        } catch (MalformedPacketException e) {
            connack.release();
            throw e;
        }
    }

    private void startRelay(ChannelHandlerContext ctx, ConnectPacket connect) {
        @Nullable Redirects redirects = target.rules().redirects();
        if (redirects != null && connect.version() == MqttVersion.MQTT_5) {
            RedirectHandler handler = new RedirectHandler(session, redirects, connect.answerLimits());
            ctx.pipeline().addAfter(ctx.name(), "relay", new RelayHandler.FromBackend(session, accounting));
            ctx.pipeline().replace(this, "redirect", handler); // what the CONNACK decoder has left comes here
        } else {
            ctx.pipeline().replace(this, "relay", new RelayHandler.FromBackend(session, accounting));
        }
    }

    /** A server that calls itself unavailable is no place for the next client; other refusals are this client's affair. */
    private void judge(ConnectPacket connect, ReceivedConnack connack) {
        if (connack.accepted()) {
            target.state().accepted();
        } else if (connack.code() == unavailable(connect)) {
            target.state().refused();
        }
    }

    /** "Server unavailable": MQTT 5 section 3.2.2.2, MQTT 3.1.1 section 3.2.2.3. */
    private static int unavailable(ConnectPacket connect) {
        return connect.version() == MqttVersion.MQTT_5 ? 0x88 : 0x03;
    }

    /** Consumes the CONNACK. */
    private ByteBuf refusal(ChannelHandlerContext ctx, ConnectPacket connect, ReceivedConnack connack) {
        @Nullable Redirects redirects = target.rules().redirects();
        return redirects == null || connect.version() != MqttVersion.MQTT_5
                ? connack.bytes()
                : redirects.forClient(ctx.alloc(), connack.bytes(), connect.answerLimits());
    }

    /** Consumes the CONNACK; null when it would get larger than the client takes. */
    private @Nullable ByteBuf forClient(ChannelHandlerContext ctx, ConnectPacket connect, ReceivedConnack connack) {
        if (assignedClientId == null || connack.assignedClientId() != null) {
            return connack.bytes();
        }
        try {
            return ConnackRewriter.assign(ctx.alloc(), connack, assignedClientId, connect.answerLimits());
        } finally {
            connack.release();
        }
    }

    private void toClient(ByteBuf packet) {
        int bytes = packet.readableBytes();
        session.traffic().toClient(packet);
        accounting.toClient(bytes);
        session.client().writeAndFlush(packet, session.client().voidPromise());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!abandoned) {
            session.end(CloseReason.BACKEND_CLOSED);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (follow != null && !abandoned) {
            follow.release();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!session.ended() && !abandoned) {
            session.client().config().setAutoRead(ctx.channel().isWritable());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (abandoned) {
            return;
        }
        if (cause instanceof MalformedPacketException) {
            session.end(CloseReason.BACKEND_PROTOCOL, cause.getMessage());
        } else if (!session.ended() && TlsTrouble.in(cause) != null) {
            // With TLS 1.3 a backend looks at our certificate after its side of the handshake is done (RFC 8446 section
            // 2).
            target.metrics().connectFailed(ConnectFailure.TLS);
            session.end(CloseReason.BACKEND_CLOSED, "the backend ended TLS: " + TlsTrouble.words(cause));
        } else {
            NetworkTrouble.ended(session, CloseReason.BACKEND_CLOSED, cause);
        }
    }
}
