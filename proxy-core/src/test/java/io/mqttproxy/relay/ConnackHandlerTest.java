package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.mqtt.ConnackDecoder;
import io.mqttproxy.mqtt.MqttVersion;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.Rendezvous;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnackHandlerTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ProxyMetrics metrics = new ProxyMetrics();
    private final Accounting accounting =
            new Accounting(metrics.listener("mqtts", Accounting.labels()), new Sessions(), AccessLog.off());
    private final BackendTarget target = TestClient.backend();

    @AfterEach
    void closeMeters() {
        metrics.close();
    }

    @Test
    void givesBackARedirectionWhoseReferenceCannotBeRead() {
        // given a CONNACK whose decoder passes over the reference
        ByteBuf packet = Unpooled.buffer()
                .writeBytes(ByteBufUtil.decodeHexDump(
                        "20" // CONNACK
                                + "07" // remaining length
                                + "00" // no session
                                + "9c" // use another server
                                + "04" // property length
                                + "1c" // server reference
                                + "0001" // of one byte
                                + "c0")); // which is no UTF-8
        Session session = TestClient.session(new EmbeddedChannel());
        ByteBuf connect = Unpooled.buffer().writeByte(0x10);
        EmbeddedChannel backend = new EmbeddedChannel(
                new ConnackDecoder(MqttVersion.MQTT_5),
                new ConnackHandler(session, target, accounting, 1.5, null, follow(session, connect)));

        // when
        backend.writeInbound(packet);
        backend.finishAndReleaseAll();

        // then
        assertThat(session.reason()).isEqualTo(CloseReason.BACKEND_PROTOCOL);
        assertThat(packet.refCnt()).isZero();
        assertThat(connect.refCnt()).isEqualTo(1);
        connect.release();
    }

    private FollowedRedirect follow(Session session, ByteBuf connect) {
        return new FollowedRedirect(
                session,
                new Cluster("brokers", List.of(target.state()), Rendezvous::new),
                new BackendConnector(new Bootstrap(), Map.of()),
                new Handover(new Timeouts(LIMIT, 1.5), accounting),
                LIMIT,
                new BackendConnect(connect, null, 0));
    }
}
