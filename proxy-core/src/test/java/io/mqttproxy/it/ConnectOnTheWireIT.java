package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestPki;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of well-formed and hostile first packets, seen from the device and from the broker. */
class ConnectOnTheWireIT {

    @TempDir
    private Path folder;

    private TestPki pki;
    private StubBroker broker;
    private ProxyUnderTest proxy;

    @BeforeEach
    void start() {
        pki = TestPki.in(folder);
        broker = StubBroker.start(StubBehaviour.accepting().thenEchoing());
        proxy = ProxyUnderTest.oneWay(folder, pki, "", "backends: [\"127.0.0.1:" + broker.port() + "\"]");
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    private Device device() {
        return Device.connect(pki, proxy.port(), null);
    }

    @Test
    void passesAConnectOnUnchangedThatComesOneByteAtATime() {
        // given
        byte[] connect = Packets.connect311("slow-but-honest", "user");
        try (Device device = device()) {
            // when
            for (byte single : connect) {
                device.send(single);
            }

            // then
            assertThat(device.read(4)).isEqualTo(Packets.CONNACK_3);
            assertThat(broker.awaitConnection(0).awaitConnect()).isEqualTo(connect);
        }
    }

    @Test
    void passesAConnectOf60KibibytesOn() {
        // given
        byte[] connect = Packets.connect311("id", "u".repeat(60 * 1024));
        try (Device device = device()) {
            // when
            byte[] connack = device.send(connect).read(4);

            // then
            assertThat(connack).isEqualTo(Packets.CONNACK_3);
            assertThat(broker.awaitConnection(0).awaitConnect()).isEqualTo(connect);
        }
    }

    @Test
    void refusesAConnectOf256MebibytesAsSoonAsItIsDeclared() {
        // given the largest length that MQTT can write, and nothing of the packet but its first fields
        byte[] start = {
            0x10, // CONNECT
            (byte) 0xFF, // Remaining Length 268,435,455
            (byte) 0xFF,
            (byte) 0xFF,
            0x7F,
            0x00, // protocol name
            0x04,
            'M',
            'Q',
            'T',
            'T',
            0x05, // protocol level
        };
        try (Device device = device()) {
            // when
            byte[] answer = device.send(start).readToEnd();

            // then MQTT 5 has a word for it: Packet too large
            assertThat(answer).startsWith((byte) 0x20).hasSizeGreaterThan(3);
            assertThat(answer[3]).isEqualTo((byte) 0x95);
            assertThat(broker.connections()).isEmpty();
        }
    }

    @Test
    void passesMqtt31On() {
        // given
        byte[] connect = Packets.connect("MQIsdp", 3, "old-device");
        try (Device device = device()) {
            // when
            byte[] connack = device.send(connect).read(4);

            // then
            assertThat(connack).isEqualTo(Packets.CONNACK_3);
            assertThat(broker.awaitConnection(0).awaitConnect()).isEqualTo(connect);
        }
    }

    @Test
    void passesTheLevelOfAMosquittoBridgeOn() {
        // given
        byte[] connect = Packets.connect("MQTT", 0x84, "bridge");
        try (Device device = device()) {
            // when
            byte[] connack = device.send(connect).read(4);

            // then
            assertThat(connack).isEqualTo(Packets.CONNACK_3);
            assertThat(broker.awaitConnection(0).awaitConnect()).isEqualTo(connect);
        }
    }

    @Test
    void answersAnUnknownLevelWithUnacceptableProtocolVersion() {
        try (Device device = device()) {
            // when
            byte[] answer = device.send(Packets.connect("MQTT", 2, "x")).readToEnd();

            // then MQTT 3.1.1 section 3.1.2.2
            assertThat(answer).containsExactly(0x20, 0x02, 0x00, 0x01);
            assertThat(broker.connections()).isEmpty();
        }
    }

    @Test
    void closesWithoutAWordWhenTheFirstBytesAreNoMqtt() {
        try (Device device = device()) {
            // when
            byte[] answer = device.send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                    .readToEnd();

            // then
            assertThat(answer).isEmpty();
            proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"not_mqtt\"");
        }
    }

    @Test
    void handsOnWhatAClientSendsBehindItsConnectWithoutWaiting() {
        // given
        byte[] publish = Packets.publish311("t", new byte[] {1, 2, 3});
        byte[] connect = Packets.connect311("eager");
        byte[] both = new byte[connect.length + publish.length];
        System.arraycopy(connect, 0, both, 0, connect.length);
        System.arraycopy(publish, 0, both, connect.length, publish.length);
        try (Device device = device()) {
            // when
            byte[] answer = device.send(both).read(4 + publish.length);

            // then
            assertThat(answer).startsWith(Packets.CONNACK_3).endsWith(publish);
            assertThat(broker.awaitConnection(0).awaitAfterConnect(publish.length))
                    .isEqualTo(publish);
        }
    }

    @Test
    void refusesPlainMqttOnATlsPort() {
        try (Device device = Device.plain(proxy.port())) {
            // when
            boolean ended = device.send(Packets.connect311("no-tls")).ends();

            // then
            assertThat(ended).isTrue();
            assertThat(broker.connections()).isEmpty();
            proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"not_tls\"");
            assertThat(proxy.get("/api/v1/refusals").body())
                    .contains("\"the first bytes are no TLS record\"")
                    .doesNotContain(ByteBufUtil.hexDump("no-tls".getBytes(StandardCharsets.US_ASCII)));
        }
    }
}
