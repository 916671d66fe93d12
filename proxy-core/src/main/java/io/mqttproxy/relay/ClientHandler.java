package io.mqttproxy.relay;

import io.mqttproxy.identity.CertificateField;
import io.mqttproxy.identity.IdentityException;
import io.mqttproxy.mqtt.Connack;
import io.mqttproxy.mqtt.ConnectChanges;
import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.mqtt.ConnectRewriter;
import io.mqttproxy.mqtt.MalformedPacketException;
import io.mqttproxy.mqtt.MqttVersion;
import io.mqttproxy.mqtt.ReceivedConnect;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.RouteKey;
import io.mqttproxy.routing.Router;
import io.mqttproxy.tls.TlsSession;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Takes the CONNECT of a client, applies the listener's policy, finds a backend and hands both over to the relay; then it
 * leaves the pipeline. What the client sends behind its CONNECT meanwhile is kept.
 */
public final class ClientHandler extends WaitingClient {

    /** What a listener does with a CONNECT; shared by all of its connections. */
    public record Steps(
            ConnectPolicy policy,
            Router router,
            BackendConnector connector,
            Handover handover,
            CredentialWatch credentials,
            Bans bans,
            Timeouts timeouts) {}

    private final Steps steps;

    /** Makes the handler of one connection. */
    public ClientHandler(Session session, Steps steps) {
        super(session);
        this.steps = steps;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ReceivedConnect connect && !session.ended()) {
            connectReceived(ctx, connect);
        } else {
            super.channelRead(ctx, message);
        }
    }

    /** Owns the bytes of the CONNECT until they are handed over. */
    private void connectReceived(ChannelHandlerContext ctx, ReceivedConnect received) {
        session.connectRead(received.packet());
        SetupTrace.enter(session, SetupStep.ROUTE);
        ByteBuf connect = received.bytes();
        boolean handedOn = false;
        try {
            ConnectChanges changes = steps.policy().decide(session, received.packet());
            requireNotBanned(received.packet());
            requireNotRevoked();
            RouteKey key = routeKey(received.packet(), changes);
            Cluster cluster = route(key);
            if (ConnectRewriter.needed(received, changes)) {
                ByteBuf rewritten = ConnectRewriter.rewrite(ctx.alloc(), received, changes);
                connect.release();
                connect = rewritten;
            }
            session.within(steps.timeouts().backend(), CloseReason.NO_BACKEND);
            SetupTrace.enter(session, SetupStep.BACKEND);
            handedOn = true;
            steps.connector()
                    .connect(
                            session,
                            cluster,
                            key,
                            new Outcome(
                                    ctx,
                                    cluster,
                                    new BackendConnect(
                                            connect, assigned(received.packet(), changes), cluster.keyHash(key))));
        } catch (RefusedException e) {
            session.end(e.reason(), e.getMessage());
        } finally {
            if (!handedOn) {
                connect.release();
            }
        }
    }

    /** MQTT 3 has no words for it. */
    private static @Nullable String assigned(ConnectPacket packet, ConnectChanges changes) {
        return packet.clientId().isEmpty() && packet.version() == MqttVersion.MQTT_5 ? changes.clientId() : null;
    }

    /** Where the CONNECT goes once it is known whether there is a backend; owns its bytes. */
    private final class Outcome implements BackendConnector.Outcome {

        private final ChannelHandlerContext ctx;
        private final Cluster cluster;
        private final BackendConnect connect;

        Outcome(ChannelHandlerContext ctx, Cluster cluster, BackendConnect connect) {
            this.ctx = ctx;
            this.cluster = cluster;
            this.connect = connect;
        }

        @Override
        public void connected(BackendTarget target, Channel backend) {
            SetupTrace.connected(session, target);
            BackendConnect sent = target.rules().follows(session) ? connect.following(redirect()) : connect;
            steps.handover().begin(session, ctx, target, backend, sent, drain());
        }

        private FollowedRedirect redirect() {
            return new FollowedRedirect(
                    session,
                    cluster,
                    steps.connector(),
                    steps.handover(),
                    steps.timeouts().backend(),
                    connect);
        }

        @Override
        public void gaveUp(CloseReason reason, String detail) {
            connect.bytes().release();
            session.end(reason, detail);
        }
    }

    /** Behind the policy, which has found out who the client is. */
    private void requireNotBanned(ConnectPacket packet) throws RefusedException {
        @Nullable BannedBy kind = steps.bans().match(packet.clientId(), session.identity());
        if (kind != null) {
            throw new RefusedException(CloseReason.BANNED, "by " + kind.word());
        }
    }

    private void requireNotRevoked() throws RefusedException {
        try {
            @Nullable Credential credential = Credential.of(session);
            if (credential == null) {
                return;
            }
            @Nullable String objection = steps.credentials().admit(session, credential);
            if (objection != null) {
                throw new RefusedException(CloseReason.CERT_REVOKED, objection);
            }
        } catch (IdentityException e) {
            throw new RefusedException(CloseReason.IDENTITY_REJECTED, e.getMessage());
        }
    }

    private Cluster route(RouteKey key) throws RefusedException {
        @Nullable Cluster cluster = steps.router().route(key);
        if (cluster == null) {
            throw new RefusedException(CloseReason.NO_ROUTE, "no route matches");
        }
        return cluster;
    }

    private RouteKey routeKey(ConnectPacket packet, ConnectChanges changes) throws RefusedException {
        @Nullable TlsSession tls = session.tls();
        return new RouteKey(
                session.listener(),
                session.serverName(),
                tls == null ? null : tls.alpn(),
                changes.clientId() == null ? packet.clientId() : changes.clientId(),
                changes.username() == null ? packet.username() : changes.username(),
                session.identity(),
                issuer(),
                packet.version().level(),
                session.clientAddress().getAddress().getHostAddress(),
                packet.keepAlive());
    }

    /** Read only where a route asks for it; a client whose issuer cannot be read safely is on no route. */
    private @Nullable String issuer() throws RefusedException {
        try {
            return steps.router().asksForIssuer() ? session.peer().find(CertificateField.ISSUER_DN) : null;
        } catch (IdentityException e) {
            throw new RefusedException(CloseReason.IDENTITY_REJECTED, e.getMessage());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof MalformedPacketException malformed) {
            malformed(ctx, malformed);
        } else {
            super.exceptionCaught(ctx, cause);
        }
    }

    private void malformed(ChannelHandlerContext ctx, MalformedPacketException malformed) {
        if (session.ended()) {
            return;
        }
        if (malformed.version() != null) {
            ctx.write(Connack.refusal(
                    ctx.alloc(),
                    malformed.version(),
                    malformed.reason(),
                    malformed.getMessage(),
                    malformed.answerLimits()));
        }
        session.end(CloseReason.of(malformed.reason()), malformed.getMessage()); // flushes it
    }
}
