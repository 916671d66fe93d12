package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryPolicyTest {

    private static final DiscoveryPolicy POLICY =
            new DiscoveryPolicy(Duration.ofSeconds(5), Duration.ofMinutes(2), Duration.ofSeconds(1));

    @ParameterizedTest
    @CsvSource({"0, 5", "4, 5", "5, 5", "60, 60", "120, 120", "86400, 120"})
    void keepsTheTimeToLiveBetweenFloorAndCeiling(int ttl, int seconds) {
        assertThat(POLICY.afterSuccess(Duration.ofSeconds(ttl))).hasSeconds(seconds);
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "2, 10", "3, 20", "4, 30", "5, 30", "2000000000, 30"})
    void waitsLongerAfterEachFailureButNotForLong(int failures, int seconds) {
        assertThat(POLICY.afterFailure(failures)).hasSeconds(seconds);
    }

    @Test
    void neverWaitsLessThanTheFloorOrMoreThanTheCeilingAfterAFailure() {
        DiscoveryPolicy lazy = new DiscoveryPolicy(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofSeconds(1));
        DiscoveryPolicy busy = new DiscoveryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(1));

        assertThat(lazy.afterFailure(9)).hasMinutes(1);
        assertThat(busy.afterFailure(9)).hasSeconds(3);
    }

    @Test
    void refusesAFloorAboveTheCeiling() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new DiscoveryPolicy(Duration.ofSeconds(9), Duration.ofSeconds(8), Duration.ofSeconds(1)))
                .withMessage("floor: 9s (expected: at most the ceiling, 8s)");
    }
}
