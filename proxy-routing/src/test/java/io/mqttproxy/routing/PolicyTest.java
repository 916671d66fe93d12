package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PolicyTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void refusesHealthPoliciesThatCannotWork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HealthPolicy(Duration.ZERO, SECOND, 1, 1))
                .withMessage("interval: 0s (expected: more than 0s, at most 86400s)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HealthPolicy(SECOND, Duration.ofMillis(-250), 1, 1))
                .withMessage("timeout: -250ms (expected: more than 0s, at most 86400s)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HealthPolicy(SECOND, Duration.ofDays(2), 1, 1))
                .withMessage("timeout: 172800s (expected: more than 0s, at most 86400s)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HealthPolicy(SECOND, SECOND, 0, 1))
                .withMessage("rise: 0 (expected: 1 to 100)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HealthPolicy(SECOND, SECOND, 1, 101))
                .withMessage("fall: 101 (expected: 1 to 100)");
    }

    @Test
    void refusesEjectionPoliciesThatCannotWork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EjectionPolicy(0, SECOND, SECOND))
                .withMessage("consecutiveFailures: 0 (expected: 1 to 1000)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EjectionPolicy(1, Duration.ZERO, SECOND))
                .withMessage("base: 0s (expected: more than 0s, at most 86400s)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EjectionPolicy(1, SECOND, Duration.ofMillis(500)))
                .withMessage("max: 500ms (expected: at least the base of 1s)");
    }

    @Test
    void doublesTheEjectionUpToTheMaximum() {
        EjectionPolicy policy = new EjectionPolicy(1, SECOND, Duration.ofSeconds(30));

        assertThat(policy.length(0)).isEqualTo(SECOND);
        assertThat(policy.length(1)).isEqualTo(Duration.ofSeconds(2));
        assertThat(policy.length(4)).isEqualTo(Duration.ofSeconds(16));
        assertThat(policy.length(5)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void neverOverflowsTheEjection() {
        EjectionPolicy policy = new EjectionPolicy(1, Duration.ofNanos(3), Duration.ofHours(24));

        for (int previous = 0; previous < 200; previous++) {
            assertThat(policy.length(previous)).isPositive().isLessThanOrEqualTo(Duration.ofHours(24));
        }
        assertThat(policy.length(Integer.MAX_VALUE)).isEqualTo(Duration.ofHours(24));
    }
}
