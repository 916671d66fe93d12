package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.config.FieldSizes;
import io.mqttproxy.identity.IdentityException;
import io.mqttproxy.identity.Template;
import io.mqttproxy.identity.Variables;
import io.mqttproxy.proxyprotocol.InboundHeader;
import io.mqttproxy.proxyprotocol.InboundSsl;
import io.mqttproxy.proxyprotocol.ReceivedTlv;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What templates get from a PROXY header that came in. */
class ProxyFactsTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("203.0.113.9", 5000);
    private static final InetSocketAddress FRONT = new InetSocketAddress("198.51.100.1", 8883);

    @Test
    void aFieldIsTextOrHexadecimalDigits() throws Exception {
        InboundHeader header = fields(tlv(0xE4, "é1"), new ReceivedTlv(0xE0, new byte[] {0, 1, -1}));

        assertThat(ProxyFacts.value(header, "proxy.tlv.0xE4")).isEqualTo("é1");
        assertThat(ProxyFacts.value(header, "proxy.tlv.0xe4.hex")).isEqualTo("c3a931");
        assertThat(ProxyFacts.value(header, "proxy.tlv.0xE0.hex")).isEqualTo("0001ff");
        assertThat(ProxyFacts.value(header, "proxy.tlv.0xE5")).isNull();
        assertThat(ProxyFacts.value(header, "proxy.tlv.0xE5.hex")).isNull();
    }

    @Test
    void anEmptyFieldIsNone() throws Exception {
        assertThat(ProxyFacts.value(fields(tlv(0xE4, "")), "proxy.tlv.0xE4")).isNull();
        assertThat(ProxyFacts.value(fields(tlv(0xE4, "")), "proxy.tlv.0xE4.hex"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "61 0a", "ff", "c3", "c0 80", "ed a0 80", "e2 80 ae", "7f", "c2 80", "ef bb bf 61"})
    void aFieldThatIsNotCleanTextRefuses(String hex) {
        byte[] value = HexFormat.ofDelimiter(" ").parseHex(hex);

        assertRefused(fields(new ReceivedTlv(0xE4, value)), "proxy.tlv.0xE4", "the variable ending in .hex");
    }

    @Test
    void aFieldThatIsTooLongRefuses() {
        assertRefused(fields(tlv(0xE4, "x".repeat(1025))), "proxy.tlv.0xE4", "1025 bytes (expected: at most 1024)");
    }

    @Test
    void aFieldThatComesTwiceRefuses() {
        assertRefused(fields(tlv(0xE4, "a"), tlv(0xE4, "b")), "proxy.tlv.0xE4", "2 of them (expected: one)");
        assertRefused(fields(tlv(0xE4, "a"), tlv(0xE4, "a")), "proxy.tlv.0xE4.hex", "2 of them (expected: one)");
    }

    @Test
    void namedFieldsAreWhatTheSpecificationCallsThem() throws Exception {
        InboundHeader header = fields(tlv(0x01, "mqtt"), tlv(0x02, "mq.example"));

        assertThat(ProxyFacts.value(header, "proxy.alpn")).isEqualTo("mqtt");
        assertThat(ProxyFacts.value(header, "proxy.authority")).isEqualTo("mq.example");
    }

    @Test
    void theEndpointOfAwsStandsBehindAByteThatSaysSo() throws Exception {
        assertThat(ProxyFacts.value(fields(tlv(0xEA, "\u0001vpce-1")), "proxy.aws.vpceId"))
                .isEqualTo("vpce-1");
        assertThat(ProxyFacts.value(fields(tlv(0xEA, "\u0002vpce-1")), "proxy.aws.vpceId"))
                .isNull();
        assertThat(ProxyFacts.value(fields(tlv(0xEA, "\u0001")), "proxy.aws.vpceId"))
                .isNull();
    }

    @Test
    void theSendersTlsSessionIsToldWithItsVerifiedName() throws Exception {
        InboundHeader header = ssl(7, 0, tlv(0x21, "TLSv1.3"), tlv(0x22, "device-a"), tlv(0x23, "ABC"));

        assertThat(ProxyFacts.value(header, "proxy.ssl.version")).isEqualTo("TLSv1.3");
        assertThat(ProxyFacts.value(header, "proxy.ssl.cipher")).isEqualTo("ABC");
        assertThat(ProxyFacts.value(header, "proxy.ssl.cn")).isEqualTo("device-a");
    }

    @Test
    void aNameThatTheSenderHasNotVerifiedIsNone() throws Exception {
        assertThat(ProxyFacts.value(ssl(7, 1, tlv(0x22, "admin")), "proxy.ssl.cn"))
                .isNull();
        assertThat(ProxyFacts.value(ssl(1, 0, tlv(0x22, "admin")), "proxy.ssl.cn"))
                .isNull();
        assertThat(ProxyFacts.value(ssl(0, 0, tlv(0x22, "admin")), "proxy.ssl.cn"))
                .isNull();
        assertThat(ProxyFacts.value(fields(tlv(0x22, "admin")), "proxy.ssl.cn")).isNull();
        assertThat(ProxyFacts.value(null, "proxy.ssl.cn")).isNull();
    }

    @Test
    void twoNamesRefuse() {
        assertRefused(ssl(7, 0, tlv(0x22, "a"), tlv(0x22, "b")), "proxy.ssl.cn", "2 of them (expected: one)");
    }

    @Test
    void theSessionTakesItsAddressesFromTheHeaderAndKeepsItsPeer() throws Exception {
        Session session = TestClient.session(new EmbeddedChannel());
        InetSocketAddress peer = session.clientAddress();

        session.introduced(new InboundHeader(new InboundHeader.Addresses(CLIENT, FRONT), List.of(), null));

        assertThat(session.clientAddress()).isEqualTo(CLIENT);
        assertThat(session.endpoints().listener()).isEqualTo(FRONT);
        assertThat(session.endpoints().peer()).isEqualTo(peer);
        assertThat(Policies.template("${client.address}:${client.port}").render(new SessionFacts(session)))
                .isEqualTo("203.0.113.9:5000");
    }

    @Test
    void theSessionForgetsTheHeaderAndNotTheAddressesOnceTheClientIsRelayed() throws Exception {
        Session session = TestClient.session(new EmbeddedChannel());
        session.introduced(
                new InboundHeader(new InboundHeader.Addresses(CLIENT, FRONT), List.of(tlv(0xE4, "x")), null));
        assertThat(new SessionFacts(session).value("proxy.tlv.0xE4")).isEqualTo("x");

        session.answered(0);

        assertThat(session.endpoints().header()).isNull();
        assertThat(session.clientAddress()).isEqualTo(CLIENT);
    }

    @Test
    void aNameFromTheHeaderMayNotBeAWildcardInAUserName() throws Exception {
        Session session = TestClient.session(new EmbeddedChannel());
        session.introduced(ssl(7, 0, tlv(0x22, "#")));
        Template username = Template.parse("${proxy.ssl.cn}", Variables.names());
        ConnectPolicy policy = ConnectPolicy.of(null, Policies.username(username), FieldSizes.UNLIMITED, Set.of());

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> policy.decide(session, TestClient.connect311("d", null)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(CloseReason.IDENTITY_REJECTED));
    }

    private static void assertRefused(@Nullable InboundHeader header, String name, String message) {
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> ProxyFacts.value(header, name))
                .withMessageStartingWith(name + ": ")
                .withMessageContaining(message);
    }

    private static InboundHeader fields(ReceivedTlv... tlvs) {
        return new InboundHeader(null, List.of(tlvs), null);
    }

    private static InboundHeader ssl(int client, int verify, ReceivedTlv... tlvs) {
        return new InboundHeader(null, List.of(), new InboundSsl(client, verify, List.of(tlvs)));
    }

    private static ReceivedTlv tlv(int type, String text) {
        return new ReceivedTlv(type, text.getBytes(StandardCharsets.UTF_8));
    }
}
