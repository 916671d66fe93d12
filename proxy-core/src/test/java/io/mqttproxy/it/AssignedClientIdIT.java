package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.HiveMqBroker;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestPki;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client without an identifier is given one, and learns which. */
class AssignedClientIdIT {

    private static final int ASSIGNED = 0x12;
    private static final String FILL_IN = "connect: {emptyClientId: \"auto-${cert.subject.cn}\"}";
    private static final String REPLACE = "connect: {clientId: \"auto-${cert.subject.cn}\"}";

    @TempDir
    private Path folder;

    private TestPki pki;
    private HiveMqBroker broker;

    @BeforeEach
    void startBroker() {
        pki = TestPki.in(folder);
        broker = HiveMqBroker.start();
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    private ProxyUnderTest proxy(String connect) {
        return ProxyUnderTest.mutual(folder, pki, connect, "backends: [\"127.0.0.1:" + broker.port() + "\"]");
    }

    private Device device(ProxyUnderTest proxy) {
        return Device.connect(pki, proxy.port(), pki.client("device-a"));
    }

    @Test
    void tellsAnMqtt5ClientWhatTheBrokerCallsIt() {
        for (String connect : new String[] {FILL_IN, REPLACE}) {
            try (ProxyUnderTest proxy = proxy(connect);
                    Device device = device(proxy)) {
                // when
                MqttConnAckMessage connack = connack(device.send(Packets.connect5("")));

                // then
                assertThat(connack.variableHeader().connectReturnCode())
                        .isEqualTo(MqttConnectReturnCode.CONNECTION_ACCEPTED);
                assertThat(assigned(connack)).isEqualTo("auto-device-a");
                assertThat(broker.seen("auto-device-a")).isPresent();
            }
        }
    }

    @Test
    void leavesTheIdentifierAloneOfAClientThatHasOne() {
        try (ProxyUnderTest proxy = proxy(FILL_IN);
                Device device = device(proxy)) {
            // when
            MqttConnAckMessage connack = connack(device.send(Packets.connect5("my-own")));

            // then
            assertThat(assigned(connack)).isNull();
            assertThat(broker.seen("my-own")).isPresent();
        }
    }

    @Test
    void saysNothingToAClientWhoseOwnIdentifierWasReplaced() {
        // given MQTT 5 section 3.2.2.3.7: only for identifiers of no length
        try (ProxyUnderTest proxy = proxy(REPLACE);
                Device device = device(proxy)) {
            // when
            MqttConnAckMessage connack = connack(device.send(Packets.connect5("my-own")));

            // then
            assertThat(assigned(connack)).isNull();
            assertThat(broker.seen("auto-device-a")).isPresent();
        }
    }

    @Test
    void fillsInAnIdentifierOfMqtt311WhichHasNoWordsForIt() {
        try (ProxyUnderTest proxy = proxy(FILL_IN);
                Device device = device(proxy)) {
            // when
            byte[] connack = device.send(Packets.connect311("")).read(4);

            // then
            assertThat(connack).isEqualTo(Packets.CONNACK_3);
            assertThat(broker.seen("auto-device-a")).isPresent();
        }
    }

    @Test
    void leavesTheBrokersOwnIdentifierAloneWhenNothingIsConfigured() {
        try (ProxyUnderTest proxy = proxy("");
                Device device = device(proxy)) {
            assertThat(assigned(connack(device.send(Packets.connect5("")))))
                    .isInstanceOf(String.class)
                    .isNotEqualTo("");
        }
    }

    @Test
    void refusesAClientThatTakesNoPacketWithItsIdentifierInIt() {
        // given a CONNACK of 5 bytes that would grow to 21
        byte[] connect = ConnectBuilder.mqtt5("").property(0x27, 0, 0, 0, 20).bytes(); // Maximum Packet Size
        try (StubBroker stub = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy =
                        ProxyUnderTest.mutual(folder, pki, FILL_IN, "backends: [\"127.0.0.1:" + stub.port() + "\"]");
                Device device = device(proxy)) {
            // when
            byte[] answer = device.send(connect).readToEnd();

            // then Client Identifier not valid, without a Reason String: it would take 26 bytes
            assertThat(answer).containsExactly(0x20, 0x03, 0x00, 0x85, 0x00);
            stub.awaitConnection(0).awaitEnd();
            proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"client_id_rejected\"");
            proxy.assertBooksBalance();
        }
    }

    /** As Netty reads it. */
    private static MqttConnAckMessage connack(Device device) {
        byte[] header = device.read(2);
        byte[] packet = Packets.joined(header, device.read(header[1]));
        EmbeddedChannel decoder = new EmbeddedChannel(new MqttDecoder());
        // CONNACKs are read in the version of the CONNECT, which a server's decoder learns from there
        decoder.writeInbound(Unpooled.wrappedBuffer(Packets.connect5("x")));
        decoder.readInbound();
        decoder.writeInbound(Unpooled.wrappedBuffer(packet));
        MqttConnAckMessage message = decoder.readInbound();
        assertThat(message.decoderResult().isSuccess()).isTrue();
        return message;
    }

    private static @Nullable Object assigned(MqttConnAckMessage connack) {
        MqttProperties.MqttProperty<?> property =
                connack.variableHeader().properties().getProperty(ASSIGNED);
        return property == null ? null : property.value();
    }
}
