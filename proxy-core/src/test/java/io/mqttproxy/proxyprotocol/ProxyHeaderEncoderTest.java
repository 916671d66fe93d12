package io.mqttproxy.proxyprotocol;

import static io.mqttproxy.proxyprotocol.Addresses.CLIENT;
import static io.mqttproxy.proxyprotocol.Addresses.CLIENT6;
import static io.mqttproxy.proxyprotocol.Addresses.LISTENER;
import static io.mqttproxy.proxyprotocol.Addresses.LISTENER6;
import static io.mqttproxy.proxyprotocol.Addresses.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderEncoderTest {
    private static final String SIGNATURE = "0D0A0D0A 000D0A51 5549540A ";
    private static final TlsFacts FULL = new TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384", true, false, "dev-1");

    @Test
    void writesIpv4InVersion2() throws ProxyHeaderException {
        assertThat(encode(plain(CLIENT, LISTENER)))
                .isEqualTo(bytes(SIGNATURE
                        + "21" // version 2, PROXY
                        + "11" // TCP over IPv4
                        + "000C" // length 12
                        + "CB007107" // source address
                        + "C0000201" // destination address
                        + "B26E" // source port
                        + "22B3")); // destination port
    }

    @Test
    void writesIpv6InVersion2() throws ProxyHeaderException {
        assertThat(encode(plain(CLIENT6, LISTENER6)))
                .isEqualTo(bytes(SIGNATURE
                        + "21" // version 2, PROXY
                        + "21" // TCP over IPv6
                        + "0024" // length 36
                        + "20010DB8 00000000 00000000 00000007" // source address
                        + "20010DB8 00000000 00000000 00000001" // destination address
                        + "B26E" // source port
                        + "22B3")); // destination port
    }

    @Test
    void mapsTheIpv4SideOfAMixedPairToIpv6() throws ProxyHeaderException {
        assertThat(encode(plain(CLIENT, LISTENER6)))
                .isEqualTo(bytes(SIGNATURE
                        + "21" // version 2, PROXY
                        + "21" // TCP over IPv6
                        + "0024" // length 36
                        + "00000000 00000000 0000FFFF CB007107" // source address, mapped
                        + "20010DB8 00000000 00000000 00000001" // destination address
                        + "B26E" // source port
                        + "22B3")); // destination port
        assertThat(ByteBufUtil.getBytes(encode(plain(CLIENT6, LISTENER)), 32, 16))
                .isEqualTo(hex("00000000 00000000 0000FFFF C0000201"));
    }

    @Test
    void keepsAMappedAddressIpv6() throws ProxyHeaderException {
        InetSocketAddress mapped = ipv6(hex("00000000 00000000 0000FFFF CB007107"), 0);
        assertThat(encode(plain(mapped, mapped)).getByte(13)).isEqualTo((byte) 0x21);
    }

    @Test
    void dropsScopes() throws ProxyHeaderException {
        byte[] linkLocal = hex("FE800000 00000000 00000000 00000001");
        ProxyHeader scoped = plain(ipv6(linkLocal, 3), ipv6(linkLocal, 0));
        ProxyHeader plain = plain(ipv6(linkLocal, 0), ipv6(linkLocal, 0));

        assertThat(encode(scoped)).isEqualTo(encode(plain));
        assertThat(line(scoped)).isEqualTo("PROXY TCP6 fe80::1 fe80::1 45678 45678\r\n");
    }

    @Test
    void writesEveryTlvInTheOrderOfHaproxy() throws ProxyHeaderException {
        ProxyHeader header =
                new ProxyHeader(CLIENT, LISTENER, FULL, "mqtt", "a.example.com", new byte[] {1, 2, (byte) 0xFF});
        ByteBuf written = encode(header, EnumSet.allOf(Tlv.class));
        byte[] checksum = ByteBufUtil.getBytes(written, 31, 4);

        assertThat(written)
                .isEqualTo(bytes(SIGNATURE
                        + "21" // version 2, PROXY
                        + "11" // TCP over IPv4
                        + "0063" // length 99
                        + "CB007107 C0000201 B26E 22B3" // addresses and ports
                        + "03 0004" + ByteBufUtil.hexDump(checksum) // CRC32C
                        + "01 0004" + text("mqtt") // ALPN
                        + "02 000D" + text("a.example.com") // AUTHORITY
                        + "05 0003 0102FF" // UNIQUE_ID
                        + "20 0030" // SSL, 48 bytes
                        + "07" // client: SSL, CERT_CONN, CERT_SESS
                        + "00000000" // verify: 0, verified
                        + "21 0007" + text("TLSv1.3") // SSL_VERSION
                        + "22 0005" + text("dev-1") // SSL_CN
                        + "23 0016" + text("TLS_AES_256_GCM_SHA384"))); // SSL_CIPHER
        assertThat(checksum).isNotEqualTo(new byte[4]);
    }

    @Test
    void sumsUpTheWholeHeaderWithTheChecksumTakenForZero() throws ProxyHeaderException {
        ByteBuf out = Unpooled.buffer().writeBytes(hex("FFFF")); // what stands in front is not part of it
        ProxyHeader header = new ProxyHeader(CLIENT6, LISTENER6, FULL, null, null, null);
        new ProxyHeaderEncoder(ProxyProtocolVersion.V2, Set.of(Tlv.SSL, Tlv.CRC32C)).encode(header, out);
        byte[] written = ByteBufUtil.getBytes(out.skipBytes(2));
        int checksumAt = 16 + 36 + 3;
        int checksum = Unpooled.wrappedBuffer(written).getInt(checksumAt);

        for (int i = 0; i < 4; i++) {
            written[checksumAt + i] = 0;
        }
        assertThat(checksum).isEqualTo(crc32c(written));
    }

    @Test
    void isComparedWithAChecksumThatKeepsToRfc4960() {
        assertThat(crc32c("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xE3069283);
    }

    /** RFC 4960 appendix B, bit by bit. */
    private static int crc32c(byte[] bytes) {
        int crc = -1;
        for (byte next : bytes) {
            crc ^= next & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x82F63B78;
            }
        }
        return ~crc;
    }

    @Test
    void marksAResumedSessionWithAVerifiedCertificate() throws ProxyHeaderException {
        TlsFacts resumed = new TlsFacts("TLSv1.2", "ECDHE-ECDSA-AES128-GCM-SHA256", true, true, "dev-1");
        assertThat(ssl(resumed))
                .isEqualTo(bytes(
                        "20 0037" // SSL, 55 bytes
                                + "05" // client: SSL, CERT_SESS
                                + "00000000" // verify: 0, verified
                                + "21 0007" + text("TLSv1.2") // SSL_VERSION
                                + "22 0005" + text("dev-1") // SSL_CN
                                + "23 001D" + text("ECDHE-ECDSA-AES128-GCM-SHA256"))); // SSL_CIPHER
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsNoCommonNameThatWasNotVerified(boolean resumed) throws ProxyHeaderException {
        TlsFacts unverified = new TlsFacts("TLSv1.3", "X", false, resumed, "admin");
        assertThat(ssl(unverified))
                .isEqualTo(bytes(
                        "20 0013" // SSL, 19 bytes
                                + "01" // client: SSL
                                + "00000001" // verify: not 0
                                + "21 0007" + text("TLSv1.3") // SSL_VERSION
                                + "23 0001" + text("X"))); // SSL_CIPHER
    }

    @Test
    void leavesTheCommonNameOutWhenTheCertificateHasNone() throws ProxyHeaderException {
        assertThat(ssl(new TlsFacts("TLSv1.3", "X", true, false, null)))
                .isEqualTo(bytes("20 0013 07 00000000 21 0007" + text("TLSv1.3") + "23 0001" + text("X")));
    }

    @Test
    void writesACommonNameAsUtf8() throws ProxyHeaderException {
        assertThat(ssl(new TlsFacts("T", "X", true, false, "Gerät-1")))
                .isEqualTo(bytes("20 0018 07 00000000 21 0001 54 22 0008 476572C3A4742D31 23 0001 58"));
    }

    @Test
    void sendsNoSslTlvWithoutTls() throws ProxyHeaderException {
        assertThat(encode(plain(CLIENT, LISTENER), Set.of(Tlv.SSL)).readableBytes())
                .isEqualTo(28);
    }

    @Test
    void sendsOnlyTlvsThatAreWantedAndKnown() throws ProxyHeaderException {
        ProxyHeader everything = new ProxyHeader(CLIENT, LISTENER, FULL, "mqtt", "a", new byte[] {1});
        ProxyHeader empty = new ProxyHeader(CLIENT, LISTENER, null, "", "", null);

        assertThat(encode(everything, Set.of()).readableBytes()).isEqualTo(28);
        assertThat(encode(everything, Set.of(Tlv.ALPN)).readableBytes()).isEqualTo(28 + 7);
        assertThat(encode(empty, Set.of(Tlv.ALPN, Tlv.AUTHORITY, Tlv.UNIQUE_ID)).readableBytes())
                .isEqualTo(28);
    }

    @Test
    void writesVersion1() throws ProxyHeaderException {
        assertThat(line(plain(CLIENT, LISTENER))).isEqualTo("PROXY TCP4 203.0.113.7 192.0.2.1 45678 8883\r\n");
        assertThat(line(plain(CLIENT6, LISTENER6))).isEqualTo("PROXY TCP6 2001:db8::7 2001:db8::1 45678 8883\r\n");
        assertThat(line(plain(CLIENT, LISTENER6)))
                .isEqualTo("PROXY TCP6 ::ffff:203.0.113.7 2001:db8::1 45678 8883\r\n");
    }

    @Test
    void writesNothingWhenOff() throws ProxyHeaderException {
        ProxyHeaderEncoder off = new ProxyHeaderEncoder(ProxyProtocolVersion.OFF, Set.of());
        ByteBuf out = Unpooled.buffer();
        off.encode(plain(CLIENT, LISTENER), out);
        assertThat(out.isReadable()).isFalse();
        assertThat(off.maximumLength()).isZero();
    }

    @Test
    void neverExceedsItsMaximumLength() throws ProxyHeaderException {
        InetSocketAddress longest = Addresses.of("fedc:ba98:7654:3210:fedc:ba98:7654:3210", 65_535);
        ProxyHeaderEncoder v1 = new ProxyHeaderEncoder(ProxyProtocolVersion.V1, Set.of());
        ProxyHeaderEncoder v2 = new ProxyHeaderEncoder(ProxyProtocolVersion.V2, Set.of(Tlv.AUTHORITY));
        ProxyHeader largest = new ProxyHeader(CLIENT, LISTENER, null, null, "x".repeat(500 - 12 - 3), null);

        assertThat(v1.maximumLength()).isEqualTo(107);
        assertThat(line(plain(longest, longest)).length()).isLessThanOrEqualTo(107);
        assertThat(v2.maximumLength()).isEqualTo(516);
        assertThat(encode(largest, Set.of(Tlv.AUTHORITY)).readableBytes()).isEqualTo(516);
    }

    @Test
    void takesAUniqueIdOf128Bytes() throws ProxyHeaderException {
        ProxyHeader header = new ProxyHeader(CLIENT, LISTENER, null, null, null, new byte[128]);
        assertThat(encode(header, Set.of(Tlv.UNIQUE_ID)).readableBytes()).isEqualTo(28 + 3 + 128);
    }

    @Test
    void comparesHeadersByTheirValues() {
        ProxyHeader one = new ProxyHeader(CLIENT, LISTENER, FULL, "mqtt", "a", new byte[] {1});
        ProxyHeader same = new ProxyHeader(CLIENT, LISTENER, FULL, "mqtt", "a", new byte[] {1});
        ProxyHeader other = new ProxyHeader(CLIENT, LISTENER, FULL, "mqtt", "a", new byte[] {2});
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
    }

    private static ByteBuf encode(ProxyHeader header) throws ProxyHeaderException {
        return encode(header, Set.of());
    }

    private static ByteBuf encode(ProxyHeader header, Set<Tlv> tlvs) throws ProxyHeaderException {
        ByteBuf out = Unpooled.buffer();
        new ProxyHeaderEncoder(ProxyProtocolVersion.V2, tlvs).encode(header, out);
        return out;
    }

    /** The SSL TLV alone. */
    private static ByteBuf ssl(TlsFacts tls) throws ProxyHeaderException {
        ProxyHeader header = new ProxyHeader(CLIENT, LISTENER, tls, null, null, null);
        return encode(header, Set.of(Tlv.SSL)).skipBytes(28);
    }

    private static String line(ProxyHeader header) throws ProxyHeaderException {
        ByteBuf out = Unpooled.buffer();
        new ProxyHeaderEncoder(ProxyProtocolVersion.V1, Set.of()).encode(header, out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static InetSocketAddress ipv6(byte[] bytes, int scope) {
        try {
            return new InetSocketAddress(Inet6Address.getByAddress(null, bytes, scope), 45_678);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(String text) {
        return ByteBufUtil.hexDump(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(hex(hex));
    }

    private static byte[] hex(String hex) {
        return ByteBufUtil.decodeHexDump(hex.replace(" ", ""));
    }
}
