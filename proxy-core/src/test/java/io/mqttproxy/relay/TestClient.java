package io.mqttproxy.relay;

import io.mqttproxy.identity.CertificateIdentity;
import io.mqttproxy.identity.DeviceCertificate;
import io.mqttproxy.identity.PeerIdentity;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.mqtt.ConnectParser;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.EjectionPolicy;
import io.mqttproxy.routing.HealthPolicy;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.tls.TlsSession;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sessions and CONNECT packets without a network. */
final class TestClient {

    private static final int CLEAN = 0x02;
    private static final int PASSWORD = 0x40;
    private static final int USERNAME = 0x80;

    private TestClient() {}

    static Session session(Channel channel) {
        return new Session(
                "1f-1",
                "mqtts",
                channel,
                new InetSocketAddress("192.0.2.7", 40000),
                new InetSocketAddress("192.0.2.1", 8883));
    }

    /** A session whose TLS is up and which the CONNECT has come from. */
    static Session session(Channel channel, PeerIdentity identity, ConnectPacket connect) {
        Session session = session(channel);
        secured(session, identity, connect);
        return session;
    }

    /** TLS is up and the CONNECT has come. */
    static void secured(Session session, PeerIdentity identity, ConnectPacket connect) {
        session.secured(
                new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256", "mqtt", "X25519", false, identity, List.of()));
        session.connectRead(connect);
    }

    /** {@code 127.0.0.1:1883} of the cluster {@code brokers}, up, and with meters that nobody reads. */
    static BackendTarget backend() {
        return backend(
                "brokers",
                new BackendState(
                        Backend.of("127.0.0.1", 1883, 1),
                        HealthPolicy.DEFAULT,
                        EjectionPolicy.DEFAULT,
                        System::nanoTime,
                        InstantSource.system()));
    }

    /** One of a cluster, without PROXY header and TLS. */
    static BackendTarget backend(String cluster, BackendState state) {
        return backend(cluster, state, ClusterRules.NONE);
    }

    /** The same in a cluster with rules. */
    static BackendTarget backend(String cluster, BackendState state, ClusterRules rules) {
        try (ProxyMetrics metrics = new ProxyMetrics()) {
            return new BackendTarget(
                    cluster,
                    state,
                    InetSocketAddress.createUnresolved("127.0.0.1", 1883),
                    metrics.backend(
                            cluster,
                            state.backend().name(),
                            state::available,
                            state::connections,
                            List.of(ConnectFailure.values())),
                    null,
                    null,
                    rules);
        }
    }

    static PeerIdentity identity(TestCertificate certificate) throws Exception {
        return new CertificateIdentity(
                DeviceCertificate.parse(certificate.certificate().getEncoded()));
    }

    static ConnectPacket connect311(String clientId, @Nullable String username) {
        return connect(4, clientId, username, null);
    }

    static ConnectPacket connect5(String clientId, @Nullable String username) {
        return connect(5, clientId, username, null);
    }

    static ConnectPacket connect(int level, String clientId, @Nullable String username, @Nullable String password) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        string(body, "MQTT"); // protocol name
        body.write(level);
        body.write(CLEAN | (username == null ? 0 : USERNAME) | (password == null ? 0 : PASSWORD));
        body.write(0); // keep alive
        body.write(60);
        if (level == 5) {
            body.write(0); // no properties
        }
        string(body, clientId);
        if (username != null) {
            string(body, username);
        }
        if (password != null) {
            string(body, password);
        }
        return ConnectParser.parse(Unpooled.wrappedBuffer(packet(0x10, body.toByteArray())));
    }

    private static byte[] packet(int firstByte, byte[] body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(firstByte);
        int remaining = body.length;
        do {
            packet.write((remaining & 0x7F) | (remaining > 0x7F ? 0x80 : 0));
            remaining >>>= 7;
        } while (remaining > 0);
        packet.writeBytes(body);
        return packet.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }
}
