package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.it.Refusals.Backend;
import io.mqttproxy.it.Refusals.Refusal;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every cause of a refusal has the code that docs/connect.md lists, in both forms of MQTT, and it arrives over TLS before an
 * orderly end.
 */
class RefusalsIT {

    @TempDir
    private Path folder;

    private TestPki pki;

    @BeforeEach
    void makeCertificates() {
        pki = TestPki.in(folder);
    }

    static List<Refusal> refusals() {
        return Refusals.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void saysItInMqtt3(Refusal refusal) {
        if (refusal.v3() == null) {
            assertThat(refusal.v5()).as("a cause that only MQTT 5 has").isNotNull();
            return;
        }
        try (StubBroker broker = StubBroker.start(behaviour(refusal.backend()));
                ProxyUnderTest proxy = start(refusal, broker)) {
            // when
            byte[] answer = answer(proxy, refusal.v3());

            // then
            byte[] expected =
                    refusal.v3Code() < 0 ? new byte[0] : new byte[] {0x20, 0x02, 0x00, (byte) refusal.v3Code()};
            assertThat(answer).isEqualTo(expected);
            counted(proxy, refusal);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void saysItInMqtt5(Refusal refusal) {
        if (refusal.v5() == null) {
            assertThat(refusal.v3()).as("a cause that only MQTT 3 has").isNotNull();
            return;
        }
        try (StubBroker broker = StubBroker.start(behaviour(refusal.backend()));
                ProxyUnderTest proxy = start(refusal, broker)) {
            // when
            byte[] answer = answer(proxy, refusal.v5());

            // then CONNACK, no session, the code
            assertThat(answer).startsWith(0x20, answer.length - 2, 0x00, refusal.v5Code());
            counted(proxy, refusal);
        }
    }

    private static void counted(ProxyUnderTest proxy, Refusal refusal) {
        proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"" + refusal.reason() + "\"");
        proxy.assertBooksBalance();
    }

    @Test
    void namesTheReasonInMqtt5() {
        assertThat(refusalOf(ConnectBuilder.mqtt5("device-z").bytes()))
                .isEqualTo("2018008515" + "1F0012" + hex("client_id_rejected"));
    }

    @Test
    void leavesTheReasonOutWhenTheClientWantsNone() {
        // given Request Problem Information 0
        byte[] connect = ConnectBuilder.mqtt5("device-z").property(0x17, 0).bytes();

        assertThat(refusalOf(connect)).isEqualTo("2003008500");
    }

    @Test
    void neverSaysMoreThanFitsIntoTheMaximumPacketSize() {
        assertThat(refusalOf(maximumPacketSize(26))).startsWith("20180085").hasSize(2 * 26);
        assertThat(refusalOf(maximumPacketSize(25))).isEqualTo("2003008500");
        assertThat(refusalOf(maximumPacketSize(5))).isEqualTo("2003008500");
        assertThat(refusalOf(maximumPacketSize(4))).isEmpty();
    }

    @Test
    void keepsToTheMaximumPacketSizeAlsoForAPacketThatIsMalformedBehindIt() {
        // given a second password, and a first one that nobody may see
        byte[] connect = ConnectBuilder.mqtt5("x")
                .property(0x27, 0, 0, 0, 20)
                .username("u")
                .password("p")
                .thenString("again")
                .bytes();

        assertThat(refusalOf(connect)).isEqualTo("2003008100");
    }

    private static byte[] maximumPacketSize(int bytes) {
        return ConnectBuilder.mqtt5("device-z").property(0x27, 0, 0, 0, bytes).bytes();
    }

    /** What a device hears whose client id should be another, in hexadecimal. */
    private String refusalOf(byte[] connect) {
        Refusal rule = Refusals.all().stream()
                .filter(refusal -> refusal.name().equals("required client id"))
                .findAny()
                .orElseThrow();
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = start(rule, broker)) {
            byte[] answer = answer(proxy, connect);
            assertThat(broker.connections()).isEmpty();
            return HexFormat.of().withUpperCase().formatHex(answer);
        }
    }

    /** All that comes; an error unless the connection ends in order. */
    private byte[] answer(ProxyUnderTest proxy, byte[] connect) {
        try (Device device = Device.connect(pki, proxy.port(), pki.client("device-a"))) {
            return device.send(connect).readToEnd();
        }
    }

    private static String hex(String text) {
        return HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static StubBehaviour behaviour(Backend backend) {
        return switch (backend) {
            case CLOSING -> StubBehaviour.closing();
            case SILENT -> StubBehaviour.silent();
            case BABBLING -> StubBehaviour.answering((byte) 0xD0, (byte) 0x00); // PINGRESP
            default -> StubBehaviour.accepting();
        };
    }

    private ProxyUnderTest start(Refusal refusal, StubBroker broker) {
        if (refusal.backend() == Backend.DEAD) {
            broker.close();
        }
        TestCertificate server = pki.server();
        return ProxyUnderTest.start(folder, """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                  mqtts:
                    bind: 127.0.0.1:0
                    tls: {certificates: [server], clientAuth: required, caFile: %s}
                %s
                routes: [{when: {clientId: "%s"}, to: brokers}]
                clusters:
                  brokers: {backends: ["127.0.0.1:%d"]}
                logging: {access: "off"}
                """.formatted(
                        server.certFile(),
                        server.keyFile(),
                        pki.caFile(),
                        refusal.listener().indent(4),
                        refusal.backend() == Backend.NOWHERE ? "nobody" : "*",
                        broker.port()));
    }
}
