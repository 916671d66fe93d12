package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.HiveMqBroker;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.StubConnection;
import io.mqttproxy.testsupport.TestPki;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AUTH packets pass both ways before the CONNACK, and later (MQTT 5 section 4.12). */
class EnhancedAuthenticationIT {

    private static final String METHOD = "CAPITALS";
    private static final int CONTINUE = 0x18;
    private static final int AGAIN = 0x19;
    private static final String LISTENER = """
            identity: {from: subject.cn}
            connect: {username: "${identity}"}
            """;

    @TempDir
    private Path folder;

    private TestPki pki;

    @BeforeEach
    void makeCertificates() {
        pki = TestPki.in(folder);
    }

    private ProxyUnderTest proxy(int brokerPort) {
        return ProxyUnderTest.mutual(folder, pki, LISTENER, "backends: [\"127.0.0.1:" + brokerPort + "\"]");
    }

    private Device device(ProxyUnderTest proxy) {
        return Device.connect(pki, proxy.port(), pki.client("device-a"));
    }

    @Test
    void hiveMqAndADeviceTalkUntilTheCredentialsAreRightAndOnceMoreLater() {
        try (HiveMqBroker broker = HiveMqBroker.challenging();
                ProxyUnderTest proxy = proxy(broker.port());
                Device device = device(proxy)) {
            // when
            byte[] challenge = packet(device.send(connect("talker")));
            byte[] connack = packet(device.send(auth(CONTINUE, HiveMqBroker.ANSWER)));

            // then
            assertThat(challenge).startsWith(0xF0);
            assertThat(text(challenge)).contains(METHOD, HiveMqBroker.CHALLENGE);
            assertThat(connack).startsWith(0x20);
            assertThat(connack[3]).isZero(); // Success
            assertThat(broker.seen("talker").orElseThrow().username()).isEqualTo("device-a");

            // and when it authenticates anew
            byte[] again = packet(device.send(auth(AGAIN, "")));
            byte[] done = packet(device.send(auth(CONTINUE, HiveMqBroker.ANSWER)));

            // then
            assertThat(text(again)).contains(HiveMqBroker.CHALLENGE);
            assertThat(done).startsWith(0xF0);
            proxy.assertBooksBalance();
        }
    }

    @Test
    void hiveMqRefusesADeviceThatDoesNotKnowTheAnswer() {
        try (HiveMqBroker broker = HiveMqBroker.challenging();
                ProxyUnderTest proxy = proxy(broker.port());
                Device device = device(proxy)) {
            packet(device.send(connect("guesser")));

            // when
            byte[] connack = packet(device.send(auth(CONTINUE, "no idea")));

            // then not authorized, in the broker's words
            assertThat(connack).startsWith(0x20);
            assertThat(connack[3]).isEqualTo((byte) 0x87);
            proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"backend_refused\"");
        }
    }

    @Test
    void relaysAuthPacketsToTheByte() {
        // given
        byte[] challenge = auth(CONTINUE, "challenge");
        byte[] answer = auth(CONTINUE, "answer");
        try (StubBroker broker = StubBroker.start(StubBehaviour.answering(challenge));
                ProxyUnderTest proxy = proxy(broker.port());
                Device device = device(proxy)) {
            // when
            byte[] received = device.send(connect("talker")).read(challenge.length);
            device.send(answer);
            StubConnection connection = broker.awaitConnection(0);
            byte[] relayed = connection.awaitAfterConnect(answer.length);
            connection.send(Packets.CONNACK_5);

            // then
            assertThat(received).isEqualTo(challenge);
            assertThat(relayed).isEqualTo(answer);
            assertThat(device.read(5)).isEqualTo(Packets.CONNACK_5);
        }
    }

    @Test
    void refusesASecondConnectInTheMiddleOfIt() {
        try (StubBroker broker = StubBroker.start(StubBehaviour.answering(auth(CONTINUE, "challenge")));
                ProxyUnderTest proxy = proxy(broker.port());
                Device device = device(proxy)) {
            packet(device.send(connect("talker")));

            // when
            byte[] connack = packet(device.send(Packets.connect5("other")));

            // then Protocol Error
            assertThat(connack).startsWith(0x20);
            assertThat(connack[3]).isEqualTo((byte) 0x82);
            assertThat(broker.awaitConnection(0).afterConnect()).isEmpty();
        }
    }

    private static byte[] connect(String clientId) {
        return ConnectBuilder.mqtt5(clientId).textProperty(0x15, METHOD).bytes();
    }

    private static byte[] auth(int reasonCode, String data) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(reasonCode);
        body.write(3 + METHOD.length() + 3 + data.length()); // properties
        body.write(0x15); // Authentication Method
        body.write(0);
        body.write(METHOD.length());
        body.writeBytes(METHOD.getBytes(StandardCharsets.US_ASCII));
        body.write(0x16); // Authentication Data
        body.write(0);
        body.write(data.length());
        body.writeBytes(data.getBytes(StandardCharsets.US_ASCII));
        return Packets.packet(0xF0, body.toByteArray());
    }

    /** The next packet, which has less than 128 bytes behind its length. */
    private static byte[] packet(Device device) {
        byte[] header = device.read(2);
        return Packets.joined(header, device.read(header[1]));
    }

    private static String text(byte[] packet) {
        return new String(packet, StandardCharsets.ISO_8859_1);
    }
}
