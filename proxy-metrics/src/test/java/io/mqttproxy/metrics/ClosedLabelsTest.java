package io.mqttproxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients and brokers choose from is mapped to labels that are known beforehand. */
class ClosedLabelsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0x00",
        "5, 0x05",
        "0x87, 0x87",
        "0x9F, 0x9F",
        "6, other",
        "0x8B, other",
        "0xFF, other",
        "-1, other",
        "256, other",
    })
    void aCodeIsOneOfTheSpecificationsOrOther(String code, String label) {
        assertThat(ConnackCode.of(Integer.decode(code)).label()).isEqualTo(label);
    }

    @Test
    void everyCodeHasALabelOfItsOwn() {
        assertThat(ConnackCode.values()).extracting(ConnackCode::label).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "X25519MLKEM768, X25519MLKEM768",
                "X25519, X25519",
                "x25519, X25519",
                "P-256, P-256",
                "secp256r1, P-256",
                "prime256v1, P-256",
                "secp384r1, P-384",
                "P-521, P-521",
                "ffdhe2048, other",
                "null, other",
            })
    void aGroupIsKnownByAllOfItsNames(@Nullable String name, String label) {
        assertThat(TlsGroup.of(name).label()).isEqualTo(label);
    }
}
