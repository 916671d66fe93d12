package io.mqttproxy.perf.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SendTimesTest {

    @Test
    void givesBackWhatCameFirstHoweverItGrows() {
        SendTimes times = new SendTimes();
        Queue<Long> oracle = new ArrayDeque<>();
        SplittableRandom random = new SplittableRandom(7);

        for (long i = 0; i < 10_000; i++) {
            if (oracle.isEmpty() || random.nextInt(100) < 55) {
                times.add(i);
                oracle.add(i);
            } else {
                assertThat(times.remove()).isEqualTo(oracle.remove());
            }
        }

        assertThat(times.isEmpty()).isEqualTo(oracle.isEmpty());
    }

    @Test
    void hasNothingToGiveWhenNothingCame() {
        SendTimes times = new SendTimes();

        assertThatThrownBy(times::remove).isInstanceOf(IllegalStateException.class);
    }
}
