package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {

    @ParameterizedTest
    @CsvSource({"1s, PT1S", "90s, PT90S", "1h30m, PT90M", "7d, PT168H", "1d2h3m4s, P1DT2H3M4S", "3650d, P3650D"})
    void readsDaysHoursMinutesAndSeconds(String text, Duration span) {
        assertThat(Span.parse(text)).isEqualTo(span);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0s", "1", "h", "1m1h", "-1h", "1.5h", "3651d", "99999d", "1h ", "1 h", "999999999999s"})
    void takesNothingElse(String text) {
        assertThat(Span.parse(text)).isNull();
    }
}
