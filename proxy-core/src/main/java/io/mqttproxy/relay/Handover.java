package io.mqttproxy.relay;

import io.mqttproxy.mqtt.ConnackDecoder;
import io.mqttproxy.mqtt.MqttVersion;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts PROXY header, CONNECT and what the client sent behind it into one write, and the relay handlers in place.
 *
 * <p>One write matters: several brokers read the header with a single call and close when it is not whole.
 */
public final class Handover {

    private final Timeouts timeouts;
    private final Accounting accounting;

    /** Hands over with the given timeouts and books. */
    public Handover(Timeouts timeouts, Accounting accounting) {
        this.timeouts = timeouts;
        this.accounting = accounting;
    }

    /**
     * Begins to relay; event loop only. Owns all buffers from here on.
     *
     * @param client the context of the handler that this replaces
     * @param connect the CONNECT for the backend; its bytes are among those buffers
     * @param pipelined what the client sent behind its CONNECT
     */
    void begin(
            Session session,
            ChannelHandlerContext client,
            BackendTarget target,
            Channel backend,
            BackendConnect connect,
            List<ByteBuf> pipelined) {
        boolean begun = false;
        @Nullable ByteBuf header = null;
        try {
            header = target.tls() == null ? target.proxyHeader(session, client.alloc()) : null; // it went ahead of TLS
            install(session, client, target, backend, connect);
            begun = true;
        } catch (RefusedException e) {
            session.end(e.reason(), e.getMessage());
        } finally {
            if (!begun) { // also when a defect of ours throws: nothing of the connection may be left behind
                ReferenceCountUtil.release(header);
                connect.release();
                pipelined.forEach(ByteBuf::release);
                backend.close();
                session.end(CloseReason.INTERNAL);
            }
        }
        if (begun) {
            write(session, backend, header, connect.bytes(), pipelined);
        }
    }

    private void install(
            Session session,
            ChannelHandlerContext client,
            BackendTarget target,
            Channel backend,
            BackendConnect connect) {
        session.handedOver(new BackendLink(backend, target, connect.keyHash()));
        accounting.relayed(session);
        session.after(timeouts.backend().toNanos(), () -> unanswered(session, target));
        MqttVersion version = Objects.requireNonNull(session.connect()).version();
        backend.pipeline().addLast("connackDecoder", new ConnackDecoder(version));
        double idleFactor = timeouts.idleFactor();
        backend.pipeline()
                .addLast(
                        "connack",
                        new ConnackHandler(
                                session, target, accounting, idleFactor, connect.assignedClientId(), connect.follow()));
        client.pipeline().replace(client.handler(), "relay", new RelayHandler.FromClient(session, backend, accounting));
    }

    /** A backend that says nothing at all counts as one that refuses: it may hang, and its kernel still takes connections. */
    private static void unanswered(Session session, BackendTarget target) {
        if (session.traffic().bytesToClient() == 0) { // else the client is late with its own part of an authentication
            target.state().refused();
        }
        session.end(CloseReason.CONNACK_TIMEOUT);
    }

    private void write(
            Session session, Channel backend, @Nullable ByteBuf header, ByteBuf connect, List<ByteBuf> pipelined) {
        if (header != null) {
            backend.write(header, backend.voidPromise());
        }
        int bytes = connect.readableBytes();
        backend.write(connect, backend.voidPromise());
        boolean mayPass = true;
        for (ByteBuf data : pipelined) {
            mayPass &= session.traffic().mayPass(data);
            bytes += data.readableBytes();
            backend.write(data, backend.voidPromise());
        }
        backend.flush();
        session.traffic().fromClient(bytes);
        session.traffic().heardClient();
        accounting.fromClient(bytes);
        backend.config().setAutoRead(true);
        session.client().config().setAutoRead(backend.isWritable());
        if (!mayPass) {
            session.end(CloseReason.CLIENT_PROTOCOL, RelayHandler.BROKEN);
        }
    }
}
