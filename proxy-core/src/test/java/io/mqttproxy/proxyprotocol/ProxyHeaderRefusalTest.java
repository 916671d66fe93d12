package io.mqttproxy.proxyprotocol;

import static io.mqttproxy.proxyprotocol.Addresses.CLIENT;
import static io.mqttproxy.proxyprotocol.Addresses.LISTENER;
import static io.mqttproxy.proxyprotocol.Addresses.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that must not be sent: nothing may have been written of them. */
class ProxyHeaderRefusalTest {
    @Test
    void refusesALengthFieldAbove500() {
        ProxyHeader header = new ProxyHeader(CLIENT, LISTENER, null, null, "x".repeat(500 - 12 - 7 - 2), null);
        assertRefused(header, Tlv.AUTHORITY, "header: 501 bytes (expected: at most 500; send fewer TLVs)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129})
    void refusesAUniqueIdThatIsEmptyOrTooLong(int length) {
        ProxyHeader header = new ProxyHeader(CLIENT, LISTENER, null, null, null, new byte[length]);
        assertRefused(header, Tlv.UNIQUE_ID, "uniqueId: " + length + " bytes (expected: 1 to 128)");
    }

    @ParameterizedTest
    @CsvSource({"0000", "000A", "000D", "001F", "007F", "0080", "009F", "D800", "DFFF"})
    void refusesControlCharactersAndLoneSurrogates(String code) {
        String bad = "ab" + (char) Integer.parseInt(code, 16);
        String problem = ": U+" + code + " at index 2 (expected: no control characters)";

        assertRefused(tls("T", "X", bad), Tlv.SSL, "common name" + problem);
        assertRefused(tls(bad, "X", null), Tlv.SSL, "TLS version" + problem);
        assertRefused(tls("T", bad, null), Tlv.SSL, "TLS cipher" + problem);
        assertRefused(new ProxyHeader(CLIENT, LISTENER, null, bad, null, null), Tlv.ALPN, "alpn" + problem);
        assertRefused(new ProxyHeader(CLIENT, LISTENER, null, null, bad, null), Tlv.AUTHORITY, "authority" + problem);
    }

    @Test
    void refusesAnEmptyCommonNameWhichBrokersTakeForAnEmptyUserName() {
        assertRefused(tls("T", "X", ""), Tlv.SSL, "common name: empty (expected: text)");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        InetSocketAddress name = InetSocketAddress.createUnresolved("broker.example.com", 1883);
        String problem = ": a host name (expected: an IP address)";
        assertRefused(plain(name, LISTENER), Tlv.SSL, "source" + problem);
        assertRefused(plain(CLIENT, name), Tlv.SSL, "destination" + problem);
    }

    @Test
    void refusesPort0InVersion1WhichReceiversTakeForAnError() {
        ProxyHeaderEncoder v1 = new ProxyHeaderEncoder(ProxyProtocolVersion.V1, Set.of());
        ByteBuf out = Unpooled.buffer();
        assertThatThrownBy(() -> v1.encode(plain(Addresses.of("203.0.113.7", 0), LISTENER), out))
                .isInstanceOf(ProxyHeaderException.class)
                .hasMessage("port: 0 (expected: 1 to 65535)");
        assertThat(out.isReadable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"OFF", "V1"})
    void refusesTlvsThatTheVersionCannotCarry(ProxyProtocolVersion version) {
        assertThatThrownBy(() -> new ProxyHeaderEncoder(version, Set.of(Tlv.SSL)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tlvs: [SSL] (expected: none without version v2)");
    }

    @Test
    void refusesWithoutAStackTrace() {
        assertThat(new ProxyHeaderException("text").getStackTrace()).isEmpty();
    }

    private static void assertRefused(ProxyHeader header, Tlv tlv, String message) {
        ByteBuf out = Unpooled.buffer();
        ProxyHeaderEncoder encoder = new ProxyHeaderEncoder(ProxyProtocolVersion.V2, Set.of(Tlv.CRC32C, tlv));
        assertThatThrownBy(() -> encoder.encode(header, out))
                .isInstanceOf(ProxyHeaderException.class)
                .hasMessage(message);
        assertThat(out.isReadable()).isFalse();
    }

    private static ProxyHeader tls(String version, String cipher, @Nullable String commonName) {
        TlsFacts facts = new TlsFacts(version, cipher, true, false, commonName);
        return new ProxyHeader(CLIENT, LISTENER, facts, null, null, null);
    }
}
