package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.HiveMqBroker;
import io.mqttproxy.testsupport.HiveMqBroker.SeenClient;
import io.mqttproxy.testsupport.TestPki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device with a good certificate that would like to be somebody else, and what a real broker sees of it. */
class ForgedIdentityIT {

    @TempDir
    private Path folder;

    private TestPki pki;
    private HiveMqBroker broker;
    private ProxyUnderTest proxy;

    @BeforeEach
    void start() {
        pki = TestPki.in(folder);
        broker = HiveMqBroker.start();
        proxy = ProxyUnderTest.mutual(folder, pki, """
                identity: {from: subject.cn}
                connect:
                  username: "${identity}"
                  userProperties:
                    x-device-cn: "${cert.subject.cn}"
                    x-client-username: "${mqtt.username:-}"
                """, "backends: [\"127.0.0.1:" + broker.port() + "\"]");
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    private Device device() {
        return Device.connect(pki, proxy.port(), pki.client("device-a"));
    }

    @Test
    void leavesOneDeviceNameHoweverTheClientSpellsItsOwn() {
        // given
        byte[] connect = ConnectBuilder.mqtt5("forger")
                .userProperty("x-device-cn", "device-z")
                .userProperty("region", "north")
                .userProperty("X-Device-CN", "device-z")
                .userProperty("x_device_cn", "device-z")
                .userProperty(" x-device-cn ", "device-z")
                .userProperty("\uFF58-device-cn", "device-z") // full-width x
                .userProperty("x-device-cn", "device-y")
                .userProperty("region", "south")
                .bytes();
        try (Device device = device()) {
            // when
            device.send(connect).read(5);

            // then the broker sees ours, once, and what is none of ours as it came
            assertThat(broker.seen("forger").orElseThrow().userProperties())
                    .containsExactly("region=north", "region=south", "x-device-cn=device-a", "x-client-username=");
        }
    }

    @Test
    void replacesTheUserNameAndKeepsTheClaimBesideIt() {
        // given
        byte[] connect = ConnectBuilder.mqtt5("liar")
                .username("admin")
                .password("guess")
                .userProperty("x-client-username", "somebody")
                .bytes();
        try (Device device = device()) {
            // when
            device.send(connect).read(5);

            // then
            assertThat(broker.seen("liar"))
                    .contains(new SeenClient(
                            "liar", "device-a", List.of("x-device-cn=device-a", "x-client-username=admin")));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void refusesASecondUserName(int level) {
        // given user name and password, and the same two again
        byte[] connect = ConnectBuilder.level(level, "doubled")
                .username("device-a")
                .password("x")
                .thenString("admin")
                .thenString("x")
                .bytes();
        try (Device device = device()) {
            // when
            byte[] answer = device.send(connect).readToEnd();

            // then malformed, which MQTT 3.1.1 closes for without a word
            String first = HexFormat.of().formatHex(answer, 0, Math.min(answer.length, 4));
            assertThat(first).matches(level == 5 ? "20..0081" : "");
            assertThat(broker.clients()).isEmpty();
            proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"malformed_connect\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.1 127.0.0.1 1024 1883\r\n", // version 1
                "\r\n\r\n\0\r\nQUIT\n \0\0\0", // version 2, LOCAL
            })
    void refusesAProxyHeaderInsideTls(String header) {
        // given
        byte[] connect = Packets.connect311("behind-a-header");
        byte[] start = header.getBytes(StandardCharsets.ISO_8859_1);
        try (Device device = device()) {
            // when
            byte[] answer = device.send(Packets.joined(start, connect)).readToEnd();

            // then
            assertThat(answer).isEmpty();
            assertThat(broker.clients()).isEmpty();
            proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"not_mqtt\"");
        }
    }

    @Test
    void endsAConnectionWithASecondConnect() {
        // given
        byte[] second = ConnectBuilder.mqtt5("second")
                .username("admin")
                .userProperty("x-device-cn", "device-z")
                .bytes();
        try (Device device = device()) {
            device.send(Packets.connect5("first")).read(4); // the start of a CONNACK

            // when
            byte[] answer = device.send(second).readToEnd();

            // then DISCONNECT with Protocol Error at the end, and the broker knows nobody else
            assertThat(new String(answer, StandardCharsets.ISO_8859_1))
                    .endsWith("\u00E0\u0014\u0082\u0012\u001F\u0000\u000Fclient_protocol");
            assertThat(broker.clients()).extracting(SeenClient::clientId).containsExactly("first");
            proxy.awaitMetric(1, "mqttproxy_client_disconnects_total", "cause=\"client_protocol\"");
        }
    }

    @Test
    void refusesASecondConnectThatComesWithTheFirst() {
        // given
        byte[] both = Packets.joined(Packets.connect5("first"), Packets.connect5("second"));
        try (Device device = device()) {
            // when
            byte[] answer = device.send(both).readToEnd();

            // then Protocol Error before the broker's answer
            assertThat(answer).startsWith(0x20);
            assertThat(answer[3]).isEqualTo((byte) 0x82);
            proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"client_protocol\"");
            assertThat(broker.clients()).extracting(SeenClient::clientId).doesNotContain("second");
            proxy.assertBooksBalance();
        }
    }
}
