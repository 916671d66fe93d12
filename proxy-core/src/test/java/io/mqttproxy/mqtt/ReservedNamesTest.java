package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedNamesTest {
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
