package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedNamesTest {
    /** Of a name, MQTT 5 section 1.5.4. */
    private static final int MOST_BYTES = 65_535;

    private final ReservedNames names = ReservedNames.of(List.of("x-device-cn", "_"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-device-cn",
                "X-Device-CN",
                "x_device_cn",
                "x.device.cn",
                " x-device-cn",
                "xdevicecn",
                "x-device-cn\u200B", // zero width space
                "\uFF58-device-cn", // full-width x
                "x\u2010device\u2011cn", // other hyphens
                "_"
            })
    void holdsANameHoweverItIsSpelt(String name) {
        assertThat(names.contains(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-device", "x-device-cn2", "device-cn", "", "-", "x-device-\u00E7n"})
    void holdsNoOtherName(String name) {
        assertThat(names.contains(name)).isFalse();
    }

    @Test
    void foldsLettersThatHaveTwoLowerCaseForms() {
        assertThat(ReservedNames.of(List.of("x-\u03C3")).contains("X-\u03C2"))
                .isTrue(); // sigma, and at the end of a word
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0301\u0327", "\uFF9E\u0301", "\u0301\uFF9F\u0316"})
    @Timeout(10) // half a second for each name where the marks are put into order all at once
    void takesNoLongerForLettersUnderThousandsOfMarks(String marks) {
        String name = "x" + marks.repeat(MOST_BYTES / marks.getBytes(StandardCharsets.UTF_8).length);

        for (int i = 0; i < 100; i++) {
            assertThat(names.contains(name)).isFalse();
        }
    }

    @Test
    void holdsANameWhoseLettersCarryMoreMarksThanAnyLanguageHas() {
        assertThat(names.contains("x-device-cn" + "\u0302".repeat(100))).isTrue();
    }

    @Test
    void foldsComposedLettersAndThoseWithTheirMarksBehindThem() {
        assertThat(ReservedNames.of(List.of("x-\u00E7")).contains("x-c\u0327")).isTrue();
    }

    @Test
    void areEqualWhenTheyHoldTheSame() {
        assertThat(ReservedNames.of(List.of("A-b")))
                .isEqualTo(ReservedNames.of(List.of("a_B")))
                .hasSameHashCodeAs(ReservedNames.of(List.of("a_B")))
                .isNotEqualTo(ReservedNames.NONE)
                .hasToString("[ab]");
        assertThat(ReservedNames.of(List.of())).isSameAs(ReservedNames.NONE);
    }
}
