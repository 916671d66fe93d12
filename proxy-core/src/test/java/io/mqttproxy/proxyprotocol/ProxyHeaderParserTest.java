package io.mqttproxy.proxyprotocol;

import static io.mqttproxy.proxyprotocol.InboundSamples.ADDRESSES_4;
import static io.mqttproxy.proxyprotocol.InboundSamples.ADDRESSES_6;
import static io.mqttproxy.proxyprotocol.InboundSamples.binary;
import static io.mqttproxy.proxyprotocol.InboundSamples.hex;
import static io.mqttproxy.proxyprotocol.InboundSamples.line;
import static io.mqttproxy.proxyprotocol.InboundSamples.parse;
import static io.mqttproxy.proxyprotocol.InboundSamples.ssl;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderParserTest {
    private static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.1", 56324);
    private static final InetSocketAddress DESTINATION = new InetSocketAddress("198.51.100.7", 8883);
    private static final InetSocketAddress SOURCE_6 = new InetSocketAddress("2001:db8::1", 56324);
    private static final InetSocketAddress DESTINATION_6 = new InetSocketAddress("2001:db8:0:1::2", 8883);

    @Test
    void readsALineOfEitherFamily() throws Exception {
        assertThat(parse(line("PROXY TCP4 192.0.2.1 198.51.100.7 56324 8883\r\n")))
                .returns(new InboundHeader.Addresses(SOURCE, DESTINATION), InboundHeader::addresses);
        assertThat(parse(line("PROXY TCP6 2001:DB8::1 2001:db8:0:1:0:0:0:2 56324 8883\r\n")))
                .returns(new InboundHeader.Addresses(SOURCE_6, DESTINATION_6), InboundHeader::addresses);
    }

    @Test
    void readsBinaryAddressesOfEitherFamily() throws Exception {
        assertThat(parse(binary("2111", ADDRESSES_4)).addresses())
                .isEqualTo(new InboundHeader.Addresses(SOURCE, DESTINATION));
        assertThat(parse(binary("2121", ADDRESSES_6)).addresses())
                .isEqualTo(new InboundHeader.Addresses(SOURCE_6, DESTINATION_6));
    }

    @Test
    void aMappedAddressIsTheIpv4AddressThatItIs() throws Exception {
        InboundHeader line = parse(line("PROXY TCP6 ::ffff:192.0.2.1 ::ffff:c633:6407 56324 8883\r\n"));
        InboundHeader binary = parse(
                binary("2121", "00000000000000000000ffffc0000201" + "00000000000000000000ffffc6336407" + "dc0422b3"));

        assertThat(line.addresses()).isEqualTo(new InboundHeader.Addresses(SOURCE, DESTINATION));
        assertThat(binary).isEqualTo(line);
    }

    @Test
    void portsGoFromZeroToTheHighest() throws Exception {
        InboundHeader.Addresses line = addresses(line("PROXY TCP4 0.0.0.0 255.255.255.255 0 65535\r\n"));
        InboundHeader.Addresses binary = addresses(binary("2111", "00000000" + "ffffffff" + "0000" + "ffff"));

        assertThat(line).isEqualTo(binary);
        assertThat(line.destination().getPort()).isEqualTo(65535);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1-unknown", "v1-longest", "v2-udp4", "v2-unspec", "v2-unix", "v2-local"})
    void keepsTheSocketsAddressesWhereThereAreNoneOfTcp(String sample) throws Exception {
        assertThat(parse(Objects.requireNonNull(InboundSamples.all().get(sample))))
                .isEqualTo(InboundHeader.OF_THE_SOCKET);
    }

    @Test
    void discardsEverythingBehindLocal() throws Exception {
        byte[] header = binary("2011", ADDRESSES_4 + "e40003" + hex("abc"));
        byte[] ofAFamilyThatDoesNotExist = binary("20ff", "0102");

        assertThat(parse(header)).isEqualTo(InboundHeader.OF_THE_SOCKET);
        assertThat(parse(ofAFamilyThatDoesNotExist)).isEqualTo(InboundHeader.OF_THE_SOCKET);
    }

    @Test
    void keepsFieldsInTheirOrderAndRepeatedOnes() throws Exception {
        InboundHeader header = parse(binary("2111", ADDRESSES_4 + "e40001" + "61" + "ea0000" + "e40002" + "6263"));

        assertThat(header.tlvs()).extracting(ReceivedTlv::type).containsExactly(0xE4, 0xEA, 0xE4);
        assertThat(header.values(0xE4)).containsExactly(new byte[] {'a'}, new byte[] {'b', 'c'});
        assertThat(header.values(0xEA)).containsExactly(new byte[0]);
        assertThat(header.values(0x01)).isEmpty();
    }

    @Test
    void dropsPaddingAndChecksum() throws Exception {
        assertThat(parse(binary("2111", ADDRESSES_4 + "040000" + "040002" + "ffff"))
                        .tlvs())
                .isEmpty();
        assertThat(parse(binary("2111", ADDRESSES_4 + "030004" + InboundSamples.CHECKSUM))
                        .tlvs())
                .isEmpty();
    }

    @Test
    void readsFieldsBehindAddressesThatItCannotUse() throws Exception {
        assertThat(parse(binary("2131", "00".repeat(216) + "e40001" + "61")).values(0xE4))
                .containsExactly(new byte[] {'a'});
    }

    @Test
    void readsTheSendersTlsSession() throws Exception {
        String fields = "210007" + hex("TLSv1.3") + "220003" + hex("dev") + "230003" + hex("ABC") + "280002" + "3000";
        InboundSsl ssl = Objects.requireNonNull(parse(binary("2111", ADDRESSES_4 + ssl("07", "00000000", fields)))
                .ssl());

        assertThat(ssl.verified()).isTrue();
        assertThat(ssl.versions()).containsExactly("TLSv1.3".getBytes(StandardCharsets.US_ASCII));
        assertThat(ssl.commonNames()).containsExactly("dev".getBytes(StandardCharsets.US_ASCII));
        assertThat(ssl.ciphers()).containsExactly("ABC".getBytes(StandardCharsets.US_ASCII));
        assertThat(ssl.tlvs()).hasSize(4);
    }

    @Test
    void aCertificateCountsAsVerifiedOnlyWithAllThreeSigns() throws Exception {
        assertThat(verified("07", "00000000")).isTrue();
        assertThat(verified("05", "00000000")).isTrue(); // resumed
        assertThat(verified("03", "00000000")).isTrue();
        assertThat(verified("07", "00000001")).isFalse();
        assertThat(verified("07", "80000000")).isFalse();
        assertThat(verified("01", "00000000")).isFalse(); // no certificate, as HAProxy says it
        assertThat(verified("06", "00000000")).isFalse(); // no TLS
        assertThat(verified("00", "00000000")).isFalse();
    }

    @Test
    void takesTheLongestHeaderThatItPromises() throws Exception {
        String field = "e4" + "0ff1" + "61".repeat(4096 - 12 - 3); // 0xE4, 4081 bytes
        assertThat(parse(binary("2111", ADDRESSES_4 + field)).values(0xE4)).hasSize(1);
    }

    @Test
    void saysNothingOfValuesWhenPrinted() throws Exception {
        InboundHeader header = parse(binary("2111", ADDRESSES_4 + "e40003" + hex("abc")));

        assertThat(header.toString())
                .contains("/192.0.2.1:56324")
                .contains("types [228]")
                .doesNotContain("abc");
        assertThat(header.tlvs().get(0)).hasToString("ReceivedTlv[228, 3 bytes]");
    }

    private static InboundHeader.Addresses addresses(byte[] header) throws MalformedHeaderException {
        return Objects.requireNonNull(parse(header).addresses());
    }

    private static boolean verified(String client, String verify) throws MalformedHeaderException {
        return Objects.requireNonNull(parse(binary("2111", ADDRESSES_4 + ssl(client, verify, "")))
                        .ssl())
                .verified();
    }
}
