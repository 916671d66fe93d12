package io.mqttproxy.tls;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * A handshake between a device and a listener's TLS, in one thread and without sockets: each side's bytes are carried to
 * the other by hand until both have nothing more to say.
 */
final class Handshake implements AutoCloseable {

    private final HandshakeWitness onServer = new HandshakeWitness();
    private final HandshakeWitness onClient = new HandshakeWitness();
    private final EmbeddedChannel server;
    private final EmbeddedChannel client;
    private String alert = "none";

    private Handshake(TlsContexts contexts, SSLEngine device) {
        server = new EmbeddedChannel(new ServerNameHandler(() -> contexts), onServer);
        client = new EmbeddedChannel(new SslHandler(device), onClient);
    }

    /** Carries bytes until the handshake has succeeded or failed on both sides, and the tickets behind it as well. */
    static Handshake between(SSLEngine device, TlsContexts contexts) {
        Handshake handshake = new Handshake(contexts, device);
        handshake.carry();
        if (handshake.succeeded()) {
            handshake.server.writeAndFlush(Unpooled.wrappedBuffer(new byte[1])); // BoringSSL's tickets wait for data
            handshake.carry();
        }
        handshake.alert = handshake.clientsFailure();
        return handshake;
    }

    private void carry() {
        boolean moved = true;
        while (moved) {
            boolean toServer = move(client, server);
            moved = move(server, client) || toServer;
        }
    }

    private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
        from.runPendingTasks();
        boolean moved = false;
        for (@Nullable Object bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
            moved = true;
            if (to.isOpen()) {
                to.pipeline().fireChannelRead(bytes).fireChannelReadComplete();
                to.runPendingTasks();
            } else {
                ReferenceCountUtil.release(bytes);
            }
        }
        return moved;
    }

    /** Whether the server has let the client in. */
    boolean succeeded() {
        return onServer.succeeded();
    }

    /** The context that served the handshake, by the certificate that the client got to see. */
    X509Certificate serverCertificate() throws SSLPeerUnverifiedException {
        return (X509Certificate)
                client.pipeline().get(SslHandler.class).engine().getSession().getPeerCertificates()[0];
    }

    /** What the server has to say about the session. */
    TlsSession session() throws Exception {
        return TlsSession.of(server.pipeline().get(SslHandler.class));
    }

    /** Why the server has not let the client in. */
    HandshakeFailure failure() {
        return onServer.failure();
    }

    /** What the client was told: the message of its own failure, which names the alert. */
    String alert() {
        return alert;
    }

    private String clientsFailure() {
        @Nullable Throwable cause = onClient.cause();
        if (cause != null) {
            return String.valueOf(cause.getMessage());
        }
        try {
            client.checkException(); // an alert behind the client's own Finished closes its channel first
            return "none";
        } catch (DecoderException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void close() {
        for (EmbeddedChannel side : List.of(client, server)) {
            side.close();
            carry();
        }
        for (EmbeddedChannel side : List.of(client, server)) {
            side.releaseInbound();
            side.releaseOutbound();
        }
    }
}
