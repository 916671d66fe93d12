package io.mqttproxy.proxyprotocol;

import static io.mqttproxy.proxyprotocol.InboundSamples.ADDRESSES_4;
import static io.mqttproxy.proxyprotocol.InboundSamples.SIGNATURE;
import static io.mqttproxy.proxyprotocol.InboundSamples.binary;
import static io.mqttproxy.proxyprotocol.InboundSamples.line;
import static io.mqttproxy.proxyprotocol.InboundSamples.parseOrNull;
import static io.mqttproxy.proxyprotocol.InboundSamples.ssl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedHeaderTest {
    @Test
    void refusesOtherProtocolsWithTheirFirstByte() {
        assertNoHeader(0, (byte) 0x10); // an MQTT CONNECT
        assertNoHeader(0, (byte) 0x16); // a TLS ClientHello
        assertNoHeader(0, (byte) 'G'); // an HTTP GET
    }

    @Test
    void refusesABrokenBeginningWithItsFirstWrongByte() {
        assertNoHeader(1, line("PO"));
        assertNoHeader(1, line("POST / HTTP/1.1"));
        assertNoHeader(5, line("PROXY\t"));
        assertNoHeader(5, line("PROXY\r\n"));
        assertNoHeader(1, line("\r\r"));
        assertNoHeader(11, HexFormat.of().parseHex("0d0a0d0a000d0a515549540b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.1 198.51.100.7 56324\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.7 56324 8883 1\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.7 56324 8883 \r\n",
                "PROXY  TCP4 192.0.2.1 198.51.100.7 56324 8883\r\n",
                "PROXY TCP4  192.0.2.1 198.51.100.7 56324 8883\r\n",
                "PROXY tcp4 192.0.2.1 198.51.100.7 56324 8883\r\n",
                "PROXY UDP4 192.0.2.1 198.51.100.7 56324 8883\r\n",
                "PROXY TCP4 2001:db8::1 2001:db8::2 56324 8883\r\n",
                "PROXY TCP6 192.0.2.1 198.51.100.7 56324 8883\r\n",
                "PROXY TCP6 2001:db8::1%1 2001:db8::2 56324 8883\r\n",
                "PROXY TCP6 [2001:db8::1] 2001:db8::2 56324 8883\r\n",
                "PROXY TCP6 2001:db8:::1 2001:db8::2 56324 8883\r\n",
                "PROXY TCP6 1:2:3:4:5:6:7 2001:db8::2 56324 8883\r\n",
                "PROXY TCP6 1:2:3:4:5:6:7:8:9 2001:db8::2 56324 8883\r\n",
                "PROXY TCP6 12345::1 2001:db8::2 56324 8883\r\n",
                "PROXY TCP4 192.0.2 198.51.100.7 56324 8883\r\n",
                "PROXY TCP4 192.0.2.1.1 198.51.100.7 56324 8883\r\n",
                "PROXY TCP4 192.0.2.256 198.51.100.7 56324 8883\r\n",
                "PROXY TCP4 192.0.2.01 198.51.100.7 56324 8883\r\n",
                "PROXY TCP4 192.0.2. 198.51.100.7 56324 8883\r\n",
                "PROXY TCP4 0xC0.0.2.1 198.51.100.7 56324 8883\r\n",
                "PROXY TCP4 localhost 198.51.100.7 56324 8883\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.7 65536 8883\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.7 -1 8883\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.7 +5 8883\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.7 05 8883\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.7 56324 \r\n",
                "PROXY UNKNOWNX\r\n",
                "PROXY \r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.7 56324 8883\n",
                "PROXY TCP4 192.0.2.1 198.51.100.7 56324 8883\rX",
                "PROXY TCP4 192.0.2.1\t198.51.100.7 56324 8883\r\n",
                "PROXY UNKNOWN \u0000\r\n",
                "PROXY UNKNOWN \u00E9\r\n",
                "PROXY UNKNOWN \r\r\n"
            })
    void refusesLinesThatAreNotExactlyTheGrammar(String text) {
        assertMalformed("PROXY header, version 1: ", line(text));
    }

    @Test
    void refusesALineThatDoesNotEndInTime() throws Exception {
        byte[] longest = line("PROXY UNKNOWN " + "x".repeat(107 - 14));

        assertThat(parseOrNull(Arrays.copyOf(longest, 106))).isNull();
        assertMalformed("PROXY header, version 1: no end (expected: CR and LF within 107 bytes)", longest);
    }

    @ParameterizedTest
    @CsvSource({
        "1111, version and command 17",
        "3111, version and command 49",
        "2211, version and command 34",
        "2f11, version and command 47",
        "2141, address family and transport 65",
        "2113, address family and transport 19",
        "21ff, address family and transport 255"
    })
    void refusesVersionsCommandsAndFamiliesThatDoNotExist(String bytes, String what) {
        assertMalformed("PROXY header, version 2: " + what + " (expected: ", binary(bytes, ADDRESSES_4));
    }

    @ParameterizedTest
    @CsvSource({"2111, 000b", "2121, 0023", "2131, 00d7", "2111, 0000"})
    void refusesALengthWithoutRoomForTheAddresses(String family, String length) {
        assertMalformed(
                "PROXY header, version 2: " + Integer.parseInt(length, 16)
                        + " bytes behind its prefix (expected: at least",
                HexFormat.of().parseHex(SIGNATURE + family + length));
    }

    @ParameterizedTest
    @CsvSource({"2111, 1001", "2000, 1001", "2100, ffff"})
    void refusesALengthAboveTheBoundBeforeTheRestComes(String family, String length) {
        assertMalformed(
                "PROXY header, version 2: " + Integer.parseInt(length, 16)
                        + " bytes behind its prefix (expected: at most 4096)",
                HexFormat.of().parseHex(SIGNATURE + family + length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "e4", // a type without a length
                "e400", // and half of one
                "e40001", // a value that is not there
                "e4000261", // a value that is cut
                "010001" + "61" + "e4ffff61" // the second one too long
            })
    void refusesFieldsThatDoNotFillTheHeaderExactly(String fields) {
        assertMalformed(
                "PROXY header, version 2: a field that ends behind its end", binary("2111", ADDRESSES_4 + fields));
    }

    @Test
    void refusesFieldsInsideTlsThatReachBeyondIt() {
        assertMalformed(
                "PROXY header, version 2: a field that ends behind its end",
                binary("2111", ADDRESSES_4 + ssl("07", "00000000", "220004" + "646576") + "e40001" + "61"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"200000", "200004" + "07000000", "200005" + "0700000000" + "200005" + "0700000000"})
    void refusesABrokenOrSecondFieldAboutTls(String fields) {
        assertMalformed(
                "PROXY header, version 2: a field about TLS twice or of ", binary("2111", ADDRESSES_4 + fields));
    }

    @ParameterizedTest
    @ValueSource(strings = {"030000", "030003" + "000000", "030005" + "0000000000"})
    void refusesAChecksumOfAnotherLength(String field) {
        assertMalformed("PROXY header, version 2: a checksum twice or of ", binary("2111", ADDRESSES_4 + field));
    }

    @Test
    void refusesASecondChecksum() {
        assertMalformed("PROXY header, version 2: ", binary("2111", ADDRESSES_4 + ("030004" + "00000000").repeat(2)));
    }

    @Test
    void refusesAHeaderWithEveryBitFlippedThatItsChecksumCovers() throws Exception {
        byte[] header = Objects.requireNonNull(InboundSamples.all().get("v2-checksum"));
        int checksumField = 16 + 12;
        for (int bit = 16 * 8; bit < header.length * 8; bit++) {
            if (bit / 8 >= checksumField && bit / 8 < checksumField + 3) {
                continue; // with another type or length there is no checksum any more
            }
            byte[] changed = header.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatExceptionOfType(MalformedHeaderException.class)
                    .as("bit %d", bit)
                    .isThrownBy(() -> assertThat(parseOrNull(changed)).isNull());
        }
    }

    @Test
    void refusesAUniqueIdThatIsTooLong() {
        assertMalformed(
                "PROXY header, version 2: a unique id of 129 bytes (expected: at most 128)",
                binary("2111", ADDRESSES_4 + "050081" + "61".repeat(129)));
    }

    private static void assertNoHeader(int index, byte... bytes) {
        assertMalformed("no PROXY header: byte " + index + " differs", bytes);
    }

    private static void assertMalformed(String message, byte... bytes) {
        assertThatExceptionOfType(MalformedHeaderException.class)
                .isThrownBy(() -> parseOrNull(bytes))
                .withMessageStartingWith(message)
                .withMessageContaining("(expected: ")
                .satisfies(e ->
                        assertThat(Objects.requireNonNull(e).getStackTrace()).isEmpty());
    }
}
