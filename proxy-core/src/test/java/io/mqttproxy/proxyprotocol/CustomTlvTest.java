package io.mqttproxy.proxyprotocol;

import static io.mqttproxy.proxyprotocol.Headers.DESTINATION;
import static io.mqttproxy.proxyprotocol.Headers.SOURCE;
import static io.mqttproxy.proxyprotocol.Headers.encode;
import static io.mqttproxy.proxyprotocol.Headers.v1;
import static io.mqttproxy.proxyprotocol.Headers.v2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomTlvTest {
    @Test
    void standBehindEverythingElseInTheOrderGiven() throws Exception {
        ProxyHeader header = header(new CustomTlv(0xE4, "é"), new CustomTlv(0xE0, "b"));

        byte[] bytes = encode(v2(Tlv.SSL_VERSION), header);

        assertThat(HexFormat.of().formatHex(bytes, 28 + 18, bytes.length))
                .isEqualTo("e4" + "0002" + "c3a9" // type 0xE4, length, "é"
                        + "e0" + "0001" + "62"); // type 0xE0, length, "b"
        assertThat(NettyDecoder.decode(bytes).hex(0xE4)).isEqualTo("c3a9");
    }

    @Test
    void anEmptyOneIsLeftOut() throws Exception {
        assertThat(encode(v2(Tlv.SSL_VERSION), header(new CustomTlv(0xE4, "")))).hasSize(28 + 18);
    }

    @Test
    void version1HasNoPlaceForThem() throws Exception {
        assertThat(encode(v1(), header(new CustomTlv(0xE4, "b"))))
                .isEqualTo(encode(v1(), ProxyHeader.ofAddresses(SOURCE, DESTINATION)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x20, 0xDF, 0xF0, 0xFF, 0x1E4})
    void typesWithAnotherMeaningAreRefused(int type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CustomTlv(type, "x"))
                .withMessage(type + " (expected: 0xE0 to 0xEF)");
    }

    @Test
    void controlCharactersAreRefused() {
        assertThatExceptionOfType(ProxyHeaderException.class)
                .isThrownBy(() -> encode(v2(), header(new CustomTlv(0xE4, "a\nb"))))
                .withMessage("field 0xE4: control character U+000A at index 1 (expected: text without any)");
    }

    @Test
    void theyCountForTheLimit() {
        assertThatExceptionOfType(ProxyHeaderException.class)
                .isThrownBy(() -> encode(v2(), header(new CustomTlv(0xEF, "x".repeat(500)))))
                .withMessageContaining("of which the field 0xEF takes 500 (expected: at most 500;");
    }

    @Test
    void anEncoderThatMayMeetThemPromisesMoreRoom() {
        assertThat(new ProxyHeaderEncoder(ProxyProtocolVersion.V2, Set.of(), true).maximumLength())
                .isEqualTo(516);
    }

    @Test
    void valuesReachNoLog() {
        assertThat(new CustomTlv(0xE4, "secret")).hasToString("CustomTlv[0xE4]");
    }

    private static ProxyHeader header(CustomTlv... custom) {
        TlsFacts tls = new TlsFacts("TLSv1.2", "ABC", false, false, null);
        return new ProxyHeader(SOURCE, DESTINATION, tls, null, null, null, List.of(custom));
    }
}
