package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.ArtemisBroker;
import io.mqttproxy.testsupport.MosquittoBroker;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.StubConnection;
import io.mqttproxy.testsupport.TestPki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client sends behind its CONNECT reaches the broker up to a second CONNECT, to the byte. */
class SecondConnectIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String BY_NAME = "identity: {from: subject.cn}\nconnect: {username: \"${identity}\"}";
    private static final byte[] PINGREQ = {(byte) 0xC0, 0x00};
    private static final byte[] SECOND =
            ConnectBuilder.mqtt311("second").username("admin").bytes();

    @TempDir
    private Path folder;

    private TestPki pki;

    @BeforeEach
    void makeCertificates() {
        pki = TestPki.in(folder);
    }

    private ProxyUnderTest proxy(int brokerPort) {
        return ProxyUnderTest.mutual(folder, pki, BY_NAME, "backends: [\"127.0.0.1:" + brokerPort + "\"]");
    }

    private Device device(ProxyUnderTest proxy) {
        return Device.connect(pki, proxy.port(), pki.client("device-a"));
    }

    @Test
    void relaysWhatStandsBeforeASecondConnectAndNothingOfIt() {
        // given
        byte[] publish = Packets.publish311("t", new byte[] {0x10, 0x0F, 0x00, 0x04});
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = proxy(broker.port());
                Device device = device(proxy)) {
            device.send(Packets.connect311("first")).read(4);

            // when
            byte[] answer = device.send(Packets.joined(PINGREQ, publish, SECOND, PINGREQ))
                    .readToEnd();

            // then MQTT 3 has no DISCONNECT from a server
            assertThat(answer).isEmpty();
            StubConnection seen = broker.awaitConnection(0);
            seen.awaitEnd();
            assertThat(seen.afterConnect()).isEqualTo(Packets.joined(PINGREQ, publish));
            proxy.awaitMetric(1, "mqttproxy_client_disconnects_total", "cause=\"client_protocol\"");
            proxy.assertBooksBalance();
        }
    }

    @Test
    void findsASecondConnectThatComesOneByteAtATime() {
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = proxy(broker.port());
                Device device = device(proxy)) {
            device.send(Packets.connect311("first")).read(4);

            // when
            for (byte single : Packets.joined(PINGREQ, Arrays.copyOf(SECOND, 2))) {
                device.send(single);
            }

            // then
            assertThat(device.ends()).isTrue();
            StubConnection seen = broker.awaitConnection(0);
            seen.awaitEnd();
            assertThat(seen.afterConnect()).isEqualTo(PINGREQ);
        }
    }

    @Test
    void relaysWhatCameWithTheFirstConnectUpToTheSecond() {
        try (StubBroker broker = StubBroker.start(StubBehaviour.silent());
                ProxyUnderTest proxy = proxy(broker.port());
                Device device = device(proxy)) {
            // when
            byte[] answer = device.send(Packets.joined(Packets.connect311("first"), PINGREQ, SECOND))
                    .readToEnd();

            // then MQTT 3.1.1 has no return code for it
            assertThat(answer).isEmpty();
            StubConnection seen = broker.awaitConnection(0);
            seen.awaitEnd();
            assertThat(seen.afterConnect()).isEqualTo(PINGREQ);
            assertThat(new String(seen.received(), StandardCharsets.ISO_8859_1))
                    .contains("device-a")
                    .doesNotContain("admin");
        }
    }

    @Test
    void endsAStreamWhoseLengthsCannotBeRead() {
        // given a length of five bytes, behind which nobody knows where packets begin
        byte[] unreadable = {0x30, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x01};
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = proxy(broker.port());
                Device device = device(proxy)) {
            device.send(Packets.connect5("first")).read(5);

            // when
            byte[] answer = device.send(Packets.joined(unreadable, SECOND)).readToEnd();

            // then
            assertThat(answer).startsWith(0xE0, 0x14, 0x82); // DISCONNECT, Protocol Error
            StubConnection seen = broker.awaitConnection(0);
            seen.awaitEnd();
            assertThat(seen.afterConnect()).isEqualTo(Arrays.copyOf(unreadable, 4));
        }
    }

    @Test
    @RequiresProgram({"mosquitto", "mosquitto_passwd"})
    void mosquittoSeesTheFirstClientItsMessageAndNobodyElse() {
        // given a message that does not wait for the CONNACK
        byte[] eager = Packets.publish311("sensors/1", new byte[] {1});
        try (MosquittoBroker broker = MosquittoBroker.start("allow_anonymous true", Map.of());
                ProxyUnderTest proxy = proxy(broker.port());
                Device device = device(proxy)) {
            // when
            byte[] first = ConnectBuilder.mqtt311("first").username("admin").bytes();
            device.send(Packets.joined(first, eager)).read(4);
            device.send(SECOND).ends();

            // then
            broker.awaitLog(LIMIT, "Received PUBLISH from first");
            assertThat(broker.log()).anyMatch(line -> line.contains("as first") && line.contains("u'device-a'"));
            assertThat(broker.log()).noneMatch(line -> line.contains("as second") || line.contains("u'admin'"));
        }
    }

    @Test
    void artemisSeesTheFirstClientAndNobodyElse() {
        try (ArtemisBroker broker = ArtemisBroker.start();
                ProxyUnderTest proxy = proxy(broker.port());
                Device device = device(proxy)) {
            // when
            device.send(ConnectBuilder.mqtt311("first").username("admin").bytes())
                    .read(4);
            device.send(SECOND).ends();

            // then
            assertThat(broker.seen("first").orElseThrow().username()).isEqualTo("device-a");
            assertThat(broker.seen("second")).isEmpty();
        }
    }
}
