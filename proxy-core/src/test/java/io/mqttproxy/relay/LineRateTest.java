package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineRateTest {

    private static final long SECOND = 1_000;

    private final LineRate rate = new LineRate();

    @Test
    void soManyInASecondAndTheOthersAreCounted() {
        assertThat(rate.admits(2, SECOND)).isTrue();
        assertThat(rate.admits(2, SECOND)).isTrue();
        assertThat(rate.admits(2, SECOND)).isFalse();
        assertThat(rate.admits(2, SECOND)).isFalse();
        assertThat(rate.admits(2, SECOND + 1)).isTrue();
        assertThat(rate.leftOut()).isEqualTo(2);
    }

    @Test
    void theFirstLineOfAllIsAdmitted() {
        assertThat(rate.admits(1)).isTrue();
    }

    @Test
    void aThreadWhoseClockIsBehindGetsNoSecondShare() {
        assertThat(rate.admits(1, SECOND)).isTrue();
        assertThat(rate.admits(1, SECOND - 1)).isFalse();
        assertThat(rate.admits(1, SECOND)).isFalse();
    }

    @Test
    void anotherLimitCountsAtOnce() {
        assertThat(rate.admits(1, SECOND)).isTrue();
        assertThat(rate.admits(1, SECOND)).isFalse();
        assertThat(rate.admits(2, SECOND)).isTrue();
        assertThat(rate.admits(1, SECOND)).isFalse();
    }

    @Test
    void withoutALimitNothingIsLeftOut() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(rate.admits(Integer.MAX_VALUE)).isTrue();
        }
        assertThat(rate.leftOut()).isZero();
    }

    @Test
    void threadsTogetherGetExactlyTheLimitAndEveryLineIsAccountedFor() throws Exception {
        // given
        int threads = 4;
        int tries = 50_000;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(threads);
        List<Future<Integer>> admitted = new ArrayList<>();

        // when
        for (int i = 0; i < threads; i++) {
            admitted.add(pool.submit(() -> {
                start.countDown();
                start.await();
                int mine = 0;
                for (int j = 0; j < tries; j++) {
                    mine += rate.admits(100, SECOND + j / 10_000) ? 1 : 0;
                }
                return mine;
            }));
        }

        // then five seconds have passed for all of them
        int all = 0;
        for (Future<Integer> each : admitted) {
            all += each.get();
        }
        pool.shutdown();
        assertThat(all).isEqualTo(500);
        assertThat(rate.leftOut()).isEqualTo((long) threads * tries - all);
    }
}
