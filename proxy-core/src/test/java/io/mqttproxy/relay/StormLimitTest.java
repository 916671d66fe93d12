package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StormLimitTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5_000_000); // it wraps on the way
    private final StormLimit limit = new StormLimit(1_000, now::get);

    @Test
    void letsTheFirstGoAtOnceAndEachOneAfterItAMillisecondLater() {
        // when
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            waits.add(limit.waitNanos());
        }

        // then
        assertThat(waits.get(0)).isZero();
        assertThat(waits.get(1)).isEqualTo(1_000_000);
        assertThat(waits.get(1_999)).isEqualTo(1_999_000_000L);
    }

    @Test
    void doesNotSaveUpWhatNobodyUses() {
        // given
        limit.waitNanos();
        now.addAndGet(Duration.ofHours(1).toNanos());

        // then
        assertThat(limit.waitNanos()).isZero();
        assertThat(limit.waitNanos()).isEqualTo(1_000_000);
    }
}
