package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that send MQTT 5 clients to other servers, in their CONNACK or later. */
@Timeout(60)
class RedirectIT {

    private static final byte[] USE_ANOTHER_SERVER = {0x20, 0x03, 0x00, (byte) 0x9C, 0x00};
    private static final byte[] LEAVE = {(byte) 0xE0, 0x02, (byte) 0x9C, 0x00};

    @TempDir
    private Path folder;

    private StubBroker home;

    @BeforeEach
    void startBroker() {
        home = StubBroker.start(StubBehaviour.accepting().thenEchoing());
    }

    @AfterEach
    void stopBroker() {
        home.close();
    }

    @Test
    void passesTheReferenceOnUnlessToldOtherwise() {
        byte[] connack = connack(address(home));
        try (StubBroker sending = sending(connack);
                ProxyUnderTest proxy = proxy(sending, "pass");
                Device device = Device.plain(proxy.port())) {
            assertThat(device.send(Packets.connect5("d")).readToEnd()).isEqualTo(connack);
        }
    }

    @Test
    void stripsTheReferenceFromBoth() {
        try (StubBroker sending = sending(connack(address(home)));
                ProxyUnderTest proxy = proxy(sending, "strip");
                Device device = Device.plain(proxy.port())) {
            assertThat(device.send(Packets.connect5("d")).readToEnd()).isEqualTo(USE_ANOTHER_SERVER);
        }
        try (ProxyUnderTest proxy = proxy(home, "strip");
                Device device = Device.plain(proxy.port())) {
            assertThat(device.send(Packets.connect5("d")).read(5)).isEqualTo(Packets.CONNACK_5);
            home.awaitConnection(0).send(disconnect("10.0.0.1:1883"));
            home.awaitConnection(0).close();
            assertThat(device.readToEnd()).isEqualTo(LEAVE);
        }
    }

    @Test
    void rewritesTheReferenceInBoth() {
        String rewrite = "{mode: rewrite, names: {\"10.0.0.1:1883\": \"mqtt.example.com:8883\"}}";
        try (StubBroker sending = sending(connack("10.0.0.1:1883"));
                ProxyUnderTest proxy = proxy(sending, rewrite);
                Device device = Device.plain(proxy.port())) {
            assertThat(device.send(Packets.connect5("d")).readToEnd()).isEqualTo(connack("mqtt.example.com:8883"));
        }
        try (ProxyUnderTest proxy = proxy(home, rewrite);
                Device device = Device.plain(proxy.port())) {
            device.send(Packets.connect5("d")).read(5);
            home.awaitConnection(0).send(disconnect("10.0.0.1:1883"));
            home.awaitConnection(0).close();
            assertThat(device.readToEnd()).isEqualTo(disconnect("mqtt.example.com:8883"));
        }
    }

    @Test
    void relaysBothWaysInFrontOfADisconnect() {
        // given the CONNACK and the first packet behind it in one segment
        byte[] publish = Packets.publish311("t", new byte[] {0, 1});
        try (StubBroker chatty = StubBroker.start(StubBehaviour.answering(Packets.joined(Packets.CONNACK_5, publish))
                        .thenEchoing());
                ProxyUnderTest proxy = proxy(chatty, "strip");
                Device device = Device.plain(proxy.port())) {
            // when
            byte[] first = device.send(Packets.connect5("d")).read(5 + publish.length);
            byte[] echo = device.send(publish).read(publish.length);
            chatty.awaitConnection(0).send(disconnect("10.0.0.1:1883"));
            chatty.awaitConnection(0).close();

            // then
            assertThat(first).isEqualTo(Packets.joined(Packets.CONNACK_5, publish));
            assertThat(echo).isEqualTo(publish);
            assertThat(device.readToEnd()).isEqualTo(LEAVE);
        }
    }

    @Test
    void leavesClientsOfMqtt3Alone() {
        // given bytes that only look like a reference
        byte[] connack = {0x20, 0x02, 0x00, 0x03};
        try (StubBroker sending = sending(connack);
                ProxyUnderTest proxy = proxy(sending, "follow");
                Device device = Device.plain(proxy.port())) {
            assertThat(device.send(Packets.connect311("d")).readToEnd()).isEqualTo(connack);
        }
    }

    @Test
    void followsToABackendOfTheClusterAndTheClientDoesNotNotice() {
        try (StubBroker sending = sending(connack("elsewhere:1 " + address(home)));
                ProxyUnderTest proxy = proxy(sending, "follow");
                Device device = Device.plain(proxy.port())) {
            // when
            byte[] connect = Packets.connect5("traveller");
            byte[] connack = device.send(connect).read(5);

            // then
            assertThat(connack).isEqualTo(Packets.CONNACK_5);
            assertThat(sending.awaitConnection(0).awaitConnect()).isEqualTo(connect);
            assertThat(home.awaitConnection(0).awaitConnect()).isEqualTo(connect);
            assertThat(device.send((byte) 0xC0, (byte) 0).read(2)).containsExactly(0xC0, 0);
            proxy.awaitMetric(1, "mqttproxy_backend_connections", name(home));
            proxy.awaitMetric(0, "mqttproxy_backend_connections", name(sending));
            assertThat(proxy.metric("mqttproxy_connects_total", "result=\"accepted\""))
                    .isEqualTo(1);
            proxy.assertBooksBalance();
        }
    }

    @Test
    void doesNotFollowWhenTheFirstBrokerHasGotMoreThanTheConnect() {
        try (StubBroker sending = sending(connack(address(home)));
                ProxyUnderTest proxy = proxy(sending, "follow");
                Device device = Device.plain(proxy.port())) {
            // when a PINGREQ comes with the CONNECT, the first broker has got it
            byte[] both = Packets.joined(Packets.connect5("hasty"), new byte[] {(byte) 0xC0, 0});

            // then the client is told, rather than its packet lost
            assertThat(device.send(both).readToEnd()).isEqualTo(USE_ANOTHER_SERVER);
            assertThat(home.connections()).isEmpty();
        }
    }

    @Test
    void doesNotFollowInCircles() {
        // given a broker that sends to the other one, which sends back
        AtomicReference<byte[]> back = new AtomicReference<>(new byte[0]);
        try (StubBroker second = StubBroker.start(new StubBehaviour(connect -> back.get(), true, false));
                StubBroker first = sending(connack(address(second)));
                ProxyUnderTest proxy = proxy(first, second, "follow");
                Device device = Device.plain(proxy.port())) {
            back.set(connack(address(first)));

            // then it goes once and no further
            assertThat(device.send(Packets.connect5("d")).readToEnd()).isEqualTo(USE_ANOTHER_SERVER);
            assertThat(first.connections()).hasSize(1);
            assertThat(second.connections()).hasSize(1);
        }
    }

    @Test
    void stripsWhatItCannotFollow() {
        try (StubBroker sending = sending(connack("10.0.0.1:1883"));
                ProxyUnderTest proxy = proxy(sending, "follow");
                Device device = Device.plain(proxy.port())) {
            assertThat(device.send(Packets.connect5("d")).readToEnd()).isEqualTo(USE_ANOTHER_SERVER);
        }
    }

    @Test
    void tellsTheClientWhenTheOtherServerIsGone() {
        // given a backend that nobody knows to be dead yet
        String gone = address(home);
        home.kill();
        try (StubBroker sending = sending(connack(gone));
                ProxyUnderTest proxy = proxy(sending, "follow");
                Device device = Device.plain(proxy.port())) {
            // when
            byte[] answer = device.send(Packets.connect5("d")).readToEnd();

            // then Server unavailable
            assertThat(answer[0]).isEqualTo((byte) 0x20);
            assertThat(answer[3]).isEqualTo((byte) 0x88);
            proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"no_backend\"");
            proxy.assertBooksBalance();
        }
    }

    private static StubBroker sending(byte[] connack) {
        return StubBroker.start(StubBehaviour.answering(connack).thenClosing());
    }

    private ProxyUnderTest proxy(StubBroker first, String redirect) {
        return proxy(first, home, redirect);
    }

    /** New clients go to the first broker: the second one is of another tier. */
    private ProxyUnderTest proxy(StubBroker first, StubBroker second, String redirect) {
        String other =
                first.port() == second.port() ? "" : "- {address: \"127.0.0.1:%d\", tier: 1}".formatted(second.port());
        return ProxyUnderTest.start(folder, """
                listeners: {mqtts: {bind: "127.0.0.1:0"}}
                clusters:
                  brokers:
                    backends:
                      - "127.0.0.1:%d"
                      %s
                    redirect: %s
                    selfTest: false
                logging: {access: "off"}
                """.formatted(first.port(), other, redirect));
    }

    private static String address(StubBroker broker) {
        return "127.0.0.1:" + broker.port();
    }

    private static String name(StubBroker broker) {
        return "backend=\"" + address(broker) + "\"";
    }

    private static byte[] connack(String references) {
        return withReference(0x20, new byte[] {0x00, (byte) 0x9C}, references);
    }

    private static byte[] disconnect(String references) {
        return withReference(0xE0, new byte[] {(byte) 0x9C}, references);
    }

    private static byte[] withReference(int firstByte, byte[] fixed, String references) {
        byte[] text = references.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(fixed);
        body.write(3 + text.length); // property length
        body.write(0x1C); // server reference
        body.write(0);
        body.write(text.length);
        body.writeBytes(text);
        return Packets.packet(firstByte, body.toByteArray());
    }
}
