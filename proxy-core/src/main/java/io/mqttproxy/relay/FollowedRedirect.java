package io.mqttproxy.relay;

import io.mqttproxy.mqtt.ServerReference;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.Cluster;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes where a broker's CONNACK sends a client, in the client's place: the same CONNECT to the backend of the cluster that
 * the CONNACK names. The client waits a little longer for its CONNACK and notices nothing else.
 *
 * <p>One for each connection of a cluster that follows, until its CONNACK; event loop only. Owns a reference to the bytes of
 * the CONNECT.
 */
final class FollowedRedirect {

    /** Brokers that send clients back and forth are no reason to do so for ever. */
    private static final int MOST_HOPS = 3;

    private final Session session;
    private final Cluster cluster;
    private final BackendConnector connector;
    private final Handover handover;
    private final Duration limit;
    private final BackendConnect connect;
    private final List<BackendState> visited = new ArrayList<>(2);
    private boolean released;

    /**
     * For one client.
     *
     * @param limit for the other backend to be connected
     * @param connect its bytes are kept by a reference of their own
     */
    FollowedRedirect(
            Session session,
            Cluster cluster,
            BackendConnector connector,
            Handover handover,
            Duration limit,
            BackendConnect connect) {
        this.session = session;
        this.cluster = cluster;
        this.connector = connector;
        this.handover = handover;
        this.limit = limit;
        this.connect = new BackendConnect(
                connect.bytes().retainedDuplicate(), connect.assignedClientId(), connect.keyHash(), this);
    }

    /**
     * Goes, if the CONNACK names a backend of the cluster that is available and was not asked yet, and if the client has said
     * nothing but its CONNECT: what is behind it has been sent to the first broker.
     *
     * @param connack neither changed nor released
     * @return whether it goes; then the backend that has answered is done with
     * @throws io.mqttproxy.mqtt.MalformedPacketException when the CONNACK cannot be read
     */
    boolean goes(ByteBuf connack) {
        @Nullable BackendLink from = session.backend();
        @Nullable String references = ServerReference.of(connack);
        if (from == null || references == null || session.traffic().bytesFromClient() > said()) {
            return false;
        }
        visited.add(from.state());
        @Nullable BackendState next = visited.size() > MOST_HOPS ? null : named(references);
        if (next == null) {
            return false;
        }
        go(next);
        return true;
    }

    /** What the client has said if it was nothing but its CONNECT, which each backend was sent once. */
    private long said() {
        return (long) connect.bytes().readableBytes() * (visited.size() + 1);
    }

    private @Nullable BackendState named(String references) {
        for (String reference : references.split(" +", -1)) {
            for (BackendState state : cluster.backends()) {
                boolean named = reference.equals(state.backend().address())
                        || reference.equals(state.backend().name())
                        || reference.equals(state.backend().host());
                if (named && state.available() && !visited.contains(state)) {
                    return state;
                }
            }
        }
        return null;
    }

    private void go(BackendState next) {
        session.within(limit, CloseReason.NO_BACKEND);
        SetupTrace.enter(session, SetupStep.BACKEND);
        ChannelPipeline client = session.client().pipeline();
        WaitingClient waiting = new WaitingClient(session);
        client.replace(RelayHandler.FromClient.class, "waiting", waiting);
        ChannelHandlerContext ctx = client.context(waiting);
        connector.connectTo(session, cluster, next, new BackendConnector.Outcome() {
            @Override
            public void connected(BackendTarget target, Channel backend) {
                SetupTrace.connected(session, target);
                ByteBuf bytes = connect.bytes().retainedDuplicate();
                BackendConnect again =
                        new BackendConnect(bytes, connect.assignedClientId(), connect.keyHash(), FollowedRedirect.this);
                handover.begin(session, ctx, target, backend, again, waiting.drain());
            }

            @Override
            public void gaveUp(CloseReason reason, String detail) {
                release();
                session.end(reason, detail);
            }
        });
    }

    /** The client has its CONNACK, or has left; more than once does no harm. */
    void release() {
        if (!released) {
            released = true;
            connect.bytes().release();
        }
    }
}
