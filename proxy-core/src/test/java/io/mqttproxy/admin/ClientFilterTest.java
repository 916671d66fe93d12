package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFilterTest {

    @ParameterizedTest
    @ValueSource(strings = {"clientId", "identity"})
    void takesNoPatternThatWouldHoldUpTheEventLoops(String name) {
        // when
        ApiException refusal = catchThrowableOfType(
                ApiException.class, () -> ClientFilter.parse(Map.of(name, "*a".repeat(128) + "*")));

        // then
        assertThat(refusal.answer().status().code()).isEqualTo(400);
        assertThat(refusal.answer().body())
                .contains(name + ": 257 characters (expected: at most 256; * stands for the rest of a longer name)");
    }

    @Test
    void takesPatternsOfTheLengthThatNamesAreCutAt() throws Exception {
        // when
        ClientFilter filter = ClientFilter.parse(Map.of("clientId", "x".repeat(255) + "*"));

        // then
        assertThat(filter.isEmpty()).isFalse();
        assertThat(filter.clientId()).isNotNull().satisfies(glob -> assertThat(glob.matches("x".repeat(60_000)))
                .isTrue());
    }
}
