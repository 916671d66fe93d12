package io.mqttproxy.relay;

import io.mqttproxy.mqtt.ConnackDecoder;
import io.mqttproxy.mqtt.MqttVersion;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
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
     * @param connect the CONNECT for the backend
     * @param pipelined what the client sent behind its CONNECT
     */
    void begin(
            Session session,
            ChannelHandlerContext client,
            BackendTarget target,
            Channel backend,
            ByteBuf connect,
            List<ByteBuf> pipelined) {
        @Nullable ByteBuf header;
        try {
            header = target.tls() == null ? target.proxyHeader(session, client.alloc()) : null; // it went ahead of TLS
        } catch (RefusedException e) {
            connect.release();
            pipelined.forEach(ByteBuf::release);
            backend.close();
            session.end(e.reason(), e.getMessage());
            return;
        }
        session.handedOver(new BackendLink(backend, target.cluster(), target.name()));
        session.within(timeouts.backend(), CloseReason.CONNACK_TIMEOUT);
        MqttVersion version = Objects.requireNonNull(session.connect()).version();
        RelayHandler.FromClient fromClient = new RelayHandler.FromClient(session, backend, accounting);
        backend.pipeline().addLast("connackDecoder", new ConnackDecoder(version));
        backend.pipeline().addLast("connack", new ConnackHandler(session, target, accounting, timeouts.idleFactor()));
        client.pipeline().replace(client.handler(), "relay", fromClient);

        if (header != null) {
            backend.write(header, backend.voidPromise());
        }
        fromClient.relayed(connect);
        backend.write(connect, backend.voidPromise());
        for (ByteBuf data : pipelined) {
            fromClient.relayed(data);
            backend.write(data, backend.voidPromise());
        }
        backend.flush();
        fromClient.batchRelayed();
        backend.config().setAutoRead(true);
        session.client().config().setAutoRead(backend.isWritable());
    }
}
