package io.mqttproxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyVariablesTest {
    @ParameterizedTest
    @CsvSource({
        "proxy.tlv.0xEA, 234, false",
        "proxy.tlv.0xea, 234, false",
        "proxy.tlv.0xE4.hex, 228, true",
        "proxy.tlv.0x00, 0, false",
        "proxy.tlv.0x05, 5, false",
        "proxy.tlv.0xff.hex, 255, true"
    })
    void everyFieldCanBeAskedForByItsType(String name, int type, boolean hex) {
        assertThat(ProxyVariables.tlvType(name)).isEqualTo(type);
        assertThat(ProxyVariables.asHex(name)).isEqualTo(hex);
        assertThat(Variables.known(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.tlv.0xE",
                "proxy.tlv.0xEAA",
                "proxy.tlv.0xGA",
                "proxy.tlv.0x+1",
                "proxy.tlv.0x\uFF11\uFF12",
                "proxy.tlv.234",
                "proxy.tlv.0xEA.HEX",
                "proxy.tlv.0x.hex",
                "proxy.tlv.0xEA.hex.hex",
                "proxy.tlv.0x03", // the checksum
                "proxy.tlv.0x04", // padding
                "proxy.tlv.0x20", // has variables of its own
                "proxy.ssl",
                "proxy.ssl.cn.hex",
                "proxy."
            })
    void otherNamesAreUnknown(String name) {
        assertThat(ProxyVariables.known(name)).isFalse();
        assertThat(Variables.known(name)).isFalse();
    }

    @Test
    void allNamesThatAreOfferedExist() {
        assertThat(ProxyVariables.names())
                .allMatch(ProxyVariables::known)
                .allMatch(name -> name.startsWith(ProxyVariables.PREFIX));
    }
}
