package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MillisTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0 ms",
        "499, 0, 0 ms",
        "500, 0.001, 0.001 ms",
        "212500, 0.213, 0.213 ms",
        "1000000, 1, 1 ms",
        "12345678, 12.346, 12.3 ms",
        "1234567890, 1234.568, 1230 ms",
        "120000000000, 120000, 120000 ms",
    })
    void hasNoExponentAndNoMoreDigitsThanWereMeasured(long nanos, String number, String text) {
        assertThat(Millis.number(Duration.ofNanos(nanos))).isEqualTo(number);
        assertThat(Millis.text(Duration.ofNanos(nanos))).isEqualTo(text);
    }
}
