package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'dev-1'",
                "' ~'", // the borders of printable ASCII
                "'sensor/berlin/0001'", // longer than one word of the fast path
                "C2A0", // U+00A0, the first behind the C1 controls
                "C3BC", // U+00FC
                "EFBBBF", // U+FEFF, which section 1.5.4 keeps
                "EFBFBD", // U+FFFD
                "ED9FBF EE8080", // the neighbours of the surrogates
                "EFB78F EFB7B0", // the neighbours of U+FDD0 to U+FDEF
                "F0908080", // U+10000
                "F48FBFBD", // U+10FFFD, the last that is a character
            })
    void allowsCleanText(String hex) {
        assertThat(allowed(hex)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00", // U+0000
                "C080", // U+0000 overlong, as Java's modified UTF-8 writes it
                "E08080", // overlong in three bytes
                "F0808080", // overlong in four
                "C1BF", // overlong U+007F
                "E09FBF", // overlong U+07FF
                "F08FBFBF", // overlong U+FFFF
                "EDA080", // surrogate U+D800
                "EDBFBF", // surrogate U+DFFF
                "EDA081EDB080", // a pair of surrogates, as CESU-8 writes it
                "F4908080", // U+110000
                "F5808080", // a lead byte that cannot be
                "FF",
                "80", // a trail byte without lead
                "C3", // cut after one byte
                "E282", // cut after two
                "F09F92", // cut after three
                "C3C3", // a second lead instead of a trail
                "0A", // line feed
                "1F", // the last C0 control
                "7F", // delete
                "C280", // the first C1 control
                "C29F", // the last C1 control
                "EFB790", // non-character U+FDD0
                "EFB7AF", // non-character U+FDEF
                "EFBFBE", // non-character U+FFFE
                "EFBFBF", // non-character U+FFFF
                "F09FBFBE", // non-character U+1FFFE
                "F48FBFBF", // non-character U+10FFFF
            })
    void refusesAnythingElseWhereverItStands(String hex) {
        for (int before = 0; before <= 17; before++) {
            for (int after = 0; after <= 17; after++) {
                String text = "'%s' %s '%s'".formatted("a".repeat(before), hex, "z".repeat(after));
                assertThat(allowed(text)).as(text).isFalse();
            }
        }
    }

    @Test
    void agreesWithTheJdkOnEveryCodePoint() {
        List<Integer> disagreed = new ArrayList<>();
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String text = Character.toString(codePoint);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            boolean expected = allowedByRule(codePoint);
            boolean surrogate = Character.getType(codePoint) == Character.SURROGATE; // which the JDK encodes as ?
            boolean asBytes = Utf8.allowed(Unpooled.wrappedBuffer(bytes), 0, bytes.length) || surrogate;
            boolean asText = Utf8.firstRefused(text) == -1;
            if (asText != expected || asBytes != (expected || surrogate)) {
                disagreed.add(codePoint);
            }
        }
        assertThat(disagreed).isEmpty();
    }

    @Test
    void agreesWithTheJdkOnRandomBytes() {
        SplittableRandom random = new SplittableRandom(2);
        byte[] likely =
                Wire.bytes("'az09' 1F20 7E7F 80 8F 90 9F A0 BF C0 C2 C3 DF E0 E2 ED EE EF F0 F3 F4 F5 B7 BE BF");
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(1, 14)];
            for (int k = 0; k < bytes.length; k++) {
                bytes[k] = random.nextInt(3) == 0 ? (byte) 'x' : likely[random.nextInt(likely.length)];
            }
            boolean expected = allowedByJdk(bytes);
            assertThat(Utf8.allowed(Unpooled.wrappedBuffer(bytes), 0, bytes.length))
                    .isEqualTo(expected);
        }
    }

    @Test
    void namesTheFirstRefusedCharacterOfAString() {
        assertThat(Utf8.firstRefused("plain \uD83D\uDE00")).isEqualTo(-1);
        assertThat(Utf8.firstRefused("ab\ncd\n")).isEqualTo(2);
        assertThat(Utf8.firstRefused("\uD83D\uDE00\uD83D")).isEqualTo(2);
    }

    private static boolean allowed(String wire) {
        ByteBuf bytes = Wire.buffer(wire);
        return Utf8.allowed(bytes, 0, bytes.readableBytes());
    }

    private static boolean allowedByJdk(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .codePoints()
                    .allMatch(Utf8Test::allowedByRule);
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Section 1.5.4, with the JDK's idea of a control character. */
    private static boolean allowedByRule(int codePoint) {
        boolean surrogate = Character.getType(codePoint) == Character.SURROGATE;
        boolean nonCharacter = codePoint % 0x10000 >= 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
        return !Character.isISOControl(codePoint) && !surrogate && !nonCharacter;
    }
}
