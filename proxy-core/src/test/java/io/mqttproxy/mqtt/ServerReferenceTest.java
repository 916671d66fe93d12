package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerReferenceTest {

    /** Use another server, Reason String "x", Server Reference "a:1", User Property "k" = "v". */
    private static final String CONNACK = """
            20        // CONNACK
            14        // remaining length
            00        // no session present
            9C        // reason code
            11        // property length
            1F 0001 'x'
            1C 0003 'a:1'
            26 0001 'k' 0001 'v'
            """;

    private static final String DISCONNECT = """
            E0        // DISCONNECT
            08        // remaining length
            9D        // reason code
            06        // property length
            1C 0003 'a:1'
            """;

    @ParameterizedTest
    @ValueSource(strings = {CONNACK, DISCONNECT})
    void isFoundInBothPackets(String packet) {
        assertThat(ServerReference.of(Wire.buffer(packet))).isEqualTo("a:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"E0 00", "E0 01 9C", "E0 02 9C 00", "20 03 00 9C 00", "20 02 00 01", "E0 06 9C 04 1F 0001 'x'"})
    void isNotInPacketsThatHaveNone(String packet) {
        assertThat(ServerReference.of(Wire.buffer(packet))).isNull();
    }

    @Test
    void isLeftOutAndEverythingElseStays() {
        assertThat(replaced(CONNACK, null, AnswerLimits.NONE))
                .isEqualTo(hex("20 0E 00 9C 0B 1F 0001 'x' 26 0001 'k' 0001 'v'"));
        assertThat(replaced(DISCONNECT, null, AnswerLimits.NONE)).isEqualTo(hex("E0 02 9D 00"));
    }

    @Test
    void isReplacedByALongerOne() {
        String name = "n".repeat(130);

        // then property length and remaining length need two bytes
        assertThat(replaced(DISCONNECT, name, AnswerLimits.NONE))
                .isEqualTo(hex("E0 8801 9D 8501 1C 0082 'n'*130".replace("'n'*130", "'" + name + "'")));
    }

    @ParameterizedTest
    @CsvSource({"10, e0089d061c0003623a32", "9, e0029d00", "4, e0029d00"})
    void isLeftOutWhenTheClientTakesNoPacketOfThisSize(int limit, String packet) {
        assertThat(replaced(DISCONNECT, "b:2", new AnswerLimits(limit, true))).isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "E0 03 9C 05 1C", // properties beyond the packet
                "E0 08 9C 06 1C 0004 'abc'", // text beyond the properties
                "E0 04 9C 02 1C 00", // half a length
                "E0 09 9C 06 1C 0003 'abc' 00", // something behind the properties
                "E0 03 9C 01 11", // a property that no server sends
                "E0 0E 9C 0C 1C 0003 'abc' 1C 0003 'abc'", // twice
                "E0 07 9C 06 1C 0003 'abc'", // a remaining length of its own
                "E0 06 9C 04 1C 0001 00", // a control character
                "20 01 00",
            })
    void isNotLookedForInBrokenPackets(String packet) {
        assertThatExceptionOfType(MalformedPacketException.class)
                .isThrownBy(() -> ServerReference.of(Wire.buffer(packet)));
    }

    @ParameterizedTest
    @CsvSource({"156, true", "157, true", "0, false", "128, false", "142, false"})
    void isExpectedWithTwoReasonCodes(int code, boolean redirects) {
        assertThat(ServerReference.redirects(code)).isEqualTo(redirects);
    }

    private static String replaced(String packet, @Nullable String references, AnswerLimits limits) {
        ByteBuf before = Wire.buffer(packet);
        ByteBuf after = ServerReference.replace(UnpooledByteBufAllocator.DEFAULT, before, references, limits);
        assertThat(ByteBufUtil.hexDump(before)).isEqualTo(hex(packet));
        String hex = ByteBufUtil.hexDump(after);
        after.release();
        return hex;
    }

    private static String hex(String packet) {
        return ByteBufUtil.hexDump(Wire.bytes(packet));
    }
}
