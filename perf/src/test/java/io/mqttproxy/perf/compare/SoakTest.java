package io.mqttproxy.perf.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SoakTest {

    @Test
    void doesNotHoldTheWarmUpAgainstAnybody() {
        assertThat(Soak.growth(List.of(100.0, 150.0, 200.0, 200.0, 200.0, 200.0)))
                .isEqualTo(1.0);
    }

    @Test
    void seesALeak() {
        assertThat(Soak.growth(List.of(100.0, 110.0, 120.0, 130.0, 140.0, 150.0)))
                .isGreaterThan(1.05);
    }

    @Test
    void doesNotTakeTheTeethOfAHeapForALeak() {
        assertThat(Soak.growth(List.of(100.0, 200.0, 170.0, 185.0, 200.0, 170.0, 200.0, 190.0, 185.0)))
                .isEqualTo(1.0);
    }

    @Test
    void saysNothingAboutTooFewTurns() {
        assertThat(Soak.growth(List.of(100.0, 300.0))).isEqualTo(1.0);
    }
}
