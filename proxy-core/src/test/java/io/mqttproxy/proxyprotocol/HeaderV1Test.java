package io.mqttproxy.proxyprotocol;

import static io.mqttproxy.proxyprotocol.Headers.DESTINATION;
import static io.mqttproxy.proxyprotocol.Headers.DESTINATION_6;
import static io.mqttproxy.proxyprotocol.Headers.SOURCE;
import static io.mqttproxy.proxyprotocol.Headers.SOURCE_6;
import static io.mqttproxy.proxyprotocol.Headers.encode;
import static io.mqttproxy.proxyprotocol.Headers.mapped;
import static io.mqttproxy.proxyprotocol.Headers.v1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class HeaderV1Test {
    @Test
    void writesIpv4() throws Exception {
        assertThat(line(SOURCE, DESTINATION)).isEqualTo("PROXY TCP4 192.0.2.1 198.51.100.7 56324 8883\r\n");
    }

    @Test
    void writesIpv6InCanonicalForm() throws Exception {
        assertThat(line(SOURCE_6, DESTINATION_6)).isEqualTo("PROXY TCP6 2001:db8::1 2001:db8:0:1::2 56324 8883\r\n");
    }

    @Test
    void writesBothAddressesAsIpv6WhenOnlyOneIsIpv4() throws Exception {
        assertThat(line(SOURCE, DESTINATION_6)).isEqualTo("PROXY TCP6 ::ffff:c000:201 2001:db8:0:1::2 56324 8883\r\n");
        assertThat(line(SOURCE_6, DESTINATION)).isEqualTo("PROXY TCP6 2001:db8::1 ::ffff:c633:6407 56324 8883\r\n");
    }

    @Test
    void writesTwoMappedAddressesAsIpv4() throws Exception {
        assertThat(line(mapped("192.0.2.1", 1), mapped("192.0.2.2", 65535)))
                .isEqualTo("PROXY TCP4 192.0.2.1 192.0.2.2 1 65535\r\n");
    }

    @Test
    void writesAMappedAndAPlainAddressAsIpv4() throws Exception {
        assertThat(line(mapped("192.0.2.1", 1), DESTINATION)).isEqualTo("PROXY TCP4 192.0.2.1 198.51.100.7 1 8883\r\n");
    }

    @Test
    void dropsTheScope() throws Exception {
        byte[] linkLocal = {(byte) 0xFE, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9};
        InetSocketAddress scoped = new InetSocketAddress(Inet6Address.getByAddress("host", linkLocal, 3), 1);

        assertThat(line(scoped, DESTINATION_6)).isEqualTo("PROXY TCP6 fe80::9 2001:db8:0:1::2 1 8883\r\n");
    }

    @Test
    void theLongestLineIsAsLongAsPromised() throws Exception {
        InetSocketAddress longest = new InetSocketAddress("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 65535);

        assertThat(line(longest, longest)).hasSize(v1().maximumLength());
    }

    @Test
    void refusesPortZeroBecauseParsersCloseTheConnectionForIt() {
        assertThatExceptionOfType(ProxyHeaderException.class)
                .isThrownBy(() -> line(new InetSocketAddress("192.0.2.1", 0), DESTINATION))
                .withMessage("source port: 0 (expected: 1 to 65535, or proxyProtocol: v2)");
        assertThatExceptionOfType(ProxyHeaderException.class)
                .isThrownBy(() -> line(SOURCE, new InetSocketAddress("192.0.2.1", 0)))
                .withMessage("destination port: 0 (expected: 1 to 65535, or proxyProtocol: v2)");
    }

    @Test
    void hasNoPlaceForFields() throws Exception {
        ProxyHeaderEncoder encoder = new ProxyHeaderEncoder(ProxyProtocolVersion.V1, EnumSet.allOf(Tlv.class));

        assertThat(encode(encoder, Headers.withAuthority("broker.example")))
                .isEqualTo(encode(v1(), Headers.addresses()));
    }

    private static String line(InetSocketAddress source, InetSocketAddress destination) throws ProxyHeaderException {
        return new String(encode(v1(), ProxyHeader.ofAddresses(source, destination)), StandardCharsets.US_ASCII);
    }
}
