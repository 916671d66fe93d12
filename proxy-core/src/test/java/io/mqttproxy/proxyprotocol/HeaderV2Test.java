package io.mqttproxy.proxyprotocol;

import static io.mqttproxy.proxyprotocol.Headers.DESTINATION;
import static io.mqttproxy.proxyprotocol.Headers.DESTINATION_6;
import static io.mqttproxy.proxyprotocol.Headers.SOURCE;
import static io.mqttproxy.proxyprotocol.Headers.SOURCE_6;
import static io.mqttproxy.proxyprotocol.Headers.encode;
import static io.mqttproxy.proxyprotocol.Headers.mapped;
import static io.mqttproxy.proxyprotocol.Headers.v2;
import static io.mqttproxy.proxyprotocol.Headers.v2WithAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HeaderV2Test {
    /** The signature of section 2.2, then version 2 with command PROXY. */
    private static final String START = "0d0a0d0a000d0a515549540a" + "21";

    @Test
    void writesIpv4() throws Exception {
        assertThat(encode(v2(), Headers.addresses()))
                .isEqualTo(bytes(
                        START,
                        "11", // TCP over IPv4
                        "000c", // length: 12
                        "c0000201", // source 192.0.2.1
                        "c6336407", // destination 198.51.100.7
                        "dc04", // source port 56324
                        "22b3")); // destination port 8883
    }

    @Test
    void writesIpv6() throws Exception {
        assertThat(encode(v2(), ProxyHeader.ofAddresses(SOURCE_6, DESTINATION_6)))
                .isEqualTo(bytes(
                        START,
                        "21", // TCP over IPv6
                        "0024", // length: 36
                        "20010db8000000000000000000000001", // source 2001:db8::1
                        "20010db8000000010000000000000002", // destination 2001:db8:0:1::2
                        "dc04", // source port 56324
                        "22b3")); // destination port 8883
    }

    @Test
    void mapsAnIpv4SourceWhenTheDestinationIsIpv6() throws Exception {
        assertThat(encode(v2(), ProxyHeader.ofAddresses(SOURCE, DESTINATION_6)))
                .isEqualTo(bytes(
                        START,
                        "21", // TCP over IPv6
                        "0024", // length: 36
                        "00000000000000000000ffffc0000201", // source ::ffff:192.0.2.1
                        "20010db8000000010000000000000002", // destination
                        "dc0422b3")); // ports
    }

    @Test
    void mapsAnIpv4DestinationWhenTheSourceIsIpv6() throws Exception {
        assertThat(encode(v2(), ProxyHeader.ofAddresses(SOURCE_6, DESTINATION)))
                .isEqualTo(bytes(
                        START,
                        "21", // TCP over IPv6
                        "0024", // length: 36
                        "20010db8000000000000000000000001", // source
                        "00000000000000000000ffffc6336407", // destination ::ffff:198.51.100.7
                        "dc0422b3")); // ports
    }

    @Test
    void writesMappedAddressesAsIpv4() throws Exception {
        byte[] plain = encode(v2(), Headers.addresses());

        assertThat(encode(v2(), ProxyHeader.ofAddresses(mapped("192.0.2.1", 56324), mapped("198.51.100.7", 8883))))
                .isEqualTo(plain);
        assertThat(encode(v2(), ProxyHeader.ofAddresses(mapped("192.0.2.1", 56324), DESTINATION)))
                .isEqualTo(plain);
    }

    @Test
    void takesAddressesThatOnlyResembleMappedOnesForIpv6() throws Exception {
        InetSocketAddress sixToFour = new InetSocketAddress("2002::ffff:c000:201", 1);
        InetSocketAddress compatible = new InetSocketAddress("::c000:201", 1);

        assertThat(HexFormat.of().formatHex(encode(v2(), ProxyHeader.ofAddresses(sixToFour, compatible))))
                .endsWith("2002" + "0".repeat(16) + "ffffc0000201" + "0".repeat(24) + "c0000201" + "00010001");
    }

    @Test
    void dropsTheScope() throws Exception {
        byte[] linkLocal = HexFormat.of().parseHex("fe800000000000000000000000000009");
        InetSocketAddress scoped = new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 7), 56324);

        assertThat(encode(v2(), ProxyHeader.ofAddresses(scoped, DESTINATION_6)))
                .isEqualTo(
                        encode(v2(), ProxyHeader.ofAddresses(new InetSocketAddress("fe80::9", 56324), DESTINATION_6)));
    }

    @Test
    void writesAllFieldsInTheOrderOfHaproxy() throws Exception {
        TlsFacts tls = new TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384", true, false, "Gerät");
        byte[] uniqueId = {(byte) 0xCA, (byte) 0xFE};
        ProxyHeader header = new ProxyHeader(SOURCE, DESTINATION, tls, "mqtt", "mq.example", uniqueId);

        assertThat(encode(v2WithAll(), header))
                .isEqualTo(bytes(
                        START,
                        "11", // TCP over IPv4
                        "0060", // length: 12 + 7 + 7 + 13 + 5 + 52
                        "c0000201" + "c6336407" + "dc04" + "22b3", // addresses and ports
                        "03" + "0004", // PP2_TYPE_CRC32C
                        "0525801d", // checksum
                        "01" + "0004", // PP2_TYPE_ALPN
                        "6d717474", // "mqtt"
                        "02" + "000a", // PP2_TYPE_AUTHORITY
                        "6d712e6578616d706c65", // "mq.example"
                        "05" + "0002", // PP2_TYPE_UNIQUE_ID
                        "cafe", // the identifier
                        "20" + "0031", // PP2_TYPE_SSL
                        "07", // client: SSL, CERT_CONN, CERT_SESS
                        "00000000", // verify: verified
                        "21" + "0007", // PP2_SUBTYPE_SSL_VERSION
                        "544c5376312e33", // "TLSv1.3"
                        "22" + "0006", // PP2_SUBTYPE_SSL_CN
                        "476572c3a474", // "Gerät" in UTF-8
                        "23" + "0016", // PP2_SUBTYPE_SSL_CIPHER
                        "544c535f4145535f3235365f47434d5f534841333834")); // "TLS_AES_256_GCM_SHA384"
    }

    @Test
    void writesOnlyTheFieldsThatWereAskedFor() throws Exception {
        ProxyHeader header =
                new ProxyHeader(SOURCE, DESTINATION, Headers.verified("x"), "mqtt", "h", new byte[] {1, 2});

        assertThat(encode(v2(), header)).isEqualTo(encode(v2(), Headers.addresses()));
        assertThat(encode(v2(Tlv.ALPN), header)).isEqualTo(encode(v2WithoutCrc(), Headers.withAlpn("mqtt")));
        assertThat(encode(v2(Tlv.AUTHORITY), header)).isEqualTo(encode(v2WithoutCrc(), Headers.withAuthority("h")));
        assertThat(encode(v2(Tlv.UNIQUE_ID), header))
                .isEqualTo(encode(v2WithoutCrc(), Headers.withUniqueId(new byte[] {1, 2})));
        assertThat(encode(v2(Tlv.SSL), header))
                .isEqualTo(encode(v2WithoutCrc(), Headers.withTls(Headers.verified("x"))));
    }

    @Test
    void leavesAbsentAndEmptyFieldsOut() throws Exception {
        ProxyHeader empty = new ProxyHeader(SOURCE, DESTINATION, null, "", "", new byte[0]);

        assertThat(encode(v2WithoutCrc(), empty)).isEqualTo(encode(v2(), Headers.addresses()));
        assertThat(encode(v2WithoutCrc(), Headers.addresses())).isEqualTo(encode(v2(), Headers.addresses()));
    }

    @Test
    void writesPortZero() throws Exception {
        InetSocketAddress portZero = new InetSocketAddress("192.0.2.1", 0);

        assertThat(HexFormat.of().formatHex(encode(v2(), ProxyHeader.ofAddresses(portZero, DESTINATION))))
                .endsWith("c0000201" + "c6336407" + "0000" + "22b3");
    }

    private static ProxyHeaderEncoder v2WithoutCrc() {
        return v2(Tlv.ALPN, Tlv.AUTHORITY, Tlv.UNIQUE_ID, Tlv.SSL);
    }

    private static byte[] bytes(String... hexFields) {
        return HexFormat.of().parseHex(String.join("", hexFields));
    }
}
