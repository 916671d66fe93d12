package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactedTest {

    @ParameterizedTest
    @CsvSource({
        "sensor-17, se…17",
        "urn:device:pump-7, ur…-7",
        "12345678, 12…78",
        "1234567, 1…7",
        "1234, 1…4",
        "123, …",
        "a, …",
        "'', ''",
        "𝔞𝔟𝔠𝔡𝔢𝔣𝔤𝔥, 𝔞𝔟…𝔤𝔥",
    })
    void showsEnoughToRecogniseAName(String name, String shown) {
        assertThat(Redacted.name(name)).isEqualTo(shown);
    }

    @Test
    void staysNothingWhereThereIsNothing() {
        assertThat(Redacted.name(null)).isNull();
    }
}
