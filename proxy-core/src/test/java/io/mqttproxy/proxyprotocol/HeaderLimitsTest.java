package io.mqttproxy.proxyprotocol;

import static io.mqttproxy.proxyprotocol.Headers.DESTINATION;
import static io.mqttproxy.proxyprotocol.Headers.DESTINATION_6;
import static io.mqttproxy.proxyprotocol.Headers.SOURCE;
import static io.mqttproxy.proxyprotocol.Headers.SOURCE_6;
import static io.mqttproxy.proxyprotocol.Headers.encode;
import static io.mqttproxy.proxyprotocol.Headers.v2;
import static io.mqttproxy.proxyprotocol.Headers.v2WithAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeaderLimitsTest {
    /** 500 less two addresses, two ports and the field's own type and length. */
    private static final int LONGEST_AUTHORITY = 500 - 12 - 3;

    @Test
    void writesTheLongestHeaderThatEveryBrokerTakes() throws Exception {
        byte[] header = encode(v2(Tlv.AUTHORITY), Headers.withAuthority("a".repeat(LONGEST_AUTHORITY)));

        assertThat(header).hasSize(516).hasSize(v2(Tlv.AUTHORITY).maximumLength());
        assertThat(ByteBuffer.wrap(header).getShort(14)).isEqualTo((short) 500);
    }

    @Test
    void refusesAHeaderThatIsOneByteLonger() {
        assertRefused(
                v2(Tlv.AUTHORITY),
                Headers.withAuthority("a".repeat(LONGEST_AUTHORITY + 1)),
                "PROXY header: 501 bytes after its prefix, of which the authority takes 486"
                        + " (expected: at most 500; the backend would close the connection)");
    }

    @Test
    void countsBytesAndNotCharacters() {
        assertRefused(
                v2(Tlv.AUTHORITY),
                Headers.withAuthority("é".repeat(243)),
                "PROXY header: 501 bytes after its prefix, of which the authority takes 486"
                        + " (expected: at most 500; the backend would close the connection)");
    }

    @Test
    void blamesTheLongestFieldAndNotTheLastOne() {
        ProxyHeader header = new ProxyHeader(
                SOURCE_6, DESTINATION_6, Headers.verified("n".repeat(400)), "mqtt", "h".repeat(20), new byte[16]);

        assertRefused(
                v2WithAll(),
                header,
                "PROXY header: 538 bytes after its prefix, of which the common name of the client's certificate takes 400"
                        + " (expected: at most 500; the backend would close the connection)");
    }

    @Test
    void refusesTextThatWouldOverflowALengthField() {
        assertRefused(
                v2(Tlv.SSL),
                Headers.withTls(Headers.verified("n".repeat(70_000))),
                "PROXY header: 70058 bytes after its prefix, of which the common name of the client's certificate takes"
                        + " 70000 (expected: at most 500; the backend would close the connection)");
    }

    @Test
    void writesTheLongestUniqueId() throws Exception {
        assertThat(encode(v2(Tlv.UNIQUE_ID), Headers.withUniqueId(new byte[128])))
                .hasSize(28 + 3 + 128);
    }

    @Test
    void refusesALongerUniqueId() {
        assertRefused(
                v2(Tlv.UNIQUE_ID),
                Headers.withUniqueId(new byte[129]),
                "unique id: 129 bytes (expected: at most 128; the backend would close the connection)");
    }

    @Test
    void doesNotMeasureWhatItDoesNotSend() throws Exception {
        ProxyHeader header = new ProxyHeader(
                SOURCE, DESTINATION, Headers.verified("n".repeat(600)), null, "h".repeat(600), new byte[600]);

        assertThat(encode(v2(), header)).hasSize(28);
    }

    @Test
    void promisesItsLongestHeader() throws Exception {
        assertThat(encode(v2(), ProxyHeader.ofAddresses(SOURCE_6, DESTINATION_6)))
                .hasSize(v2().maximumLength());
        assertThat(new ProxyHeaderEncoder(ProxyProtocolVersion.OFF, Set.of()).maximumLength())
                .isZero();
    }

    private static void assertRefused(ProxyHeaderEncoder encoder, ProxyHeader header, String message) {
        assertThatExceptionOfType(ProxyHeaderException.class)
                .isThrownBy(() -> encode(encoder, header))
                .withMessage(message);
    }
}
