package io.mqttproxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong clock = new AtomicLong();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 10, 999, 2000, 1_000_000})
    void letsABurstOfOneSecondsWorthThroughAndNoMore(int perSecond) {
        TokenBucket bucket = new TokenBucket(perSecond, SECOND, clock::get);

        assertThat(takes(bucket, perSecond + 5)).isEqualTo(perSecond);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "10, 10", "1000, 1000"})
    void letsAsManyThroughInEachSecondAsItShould(int perSecond, int through) {
        // given an empty bucket
        TokenBucket bucket = new TokenBucket(perSecond, SECOND, clock::get);
        takes(bucket, perSecond);

        for (int second = 0; second < 5; second++) {
            // when a second passes in small steps
            int taken = 0;
            for (int step = 0; step < 100; step++) {
                clock.addAndGet(SECOND / 100);
                taken += takes(bucket, 100);
            }

            // then
            assertThat(taken).isEqualTo(through);
        }
    }

    @Test
    void refusesUntilTheNextOneIsDueToTheNanosecond() {
        // given
        TokenBucket bucket = new TokenBucket(10, SECOND, clock::get);
        takes(bucket, 10);
        clock.addAndGet(SECOND / 10 - 1);
        assertThat(bucket.tryTake()).isFalse();

        // when
        clock.addAndGet(1);

        // then
        assertThat(bucket.tryTake()).isTrue();
        assertThat(bucket.tryTake()).isFalse();
    }

    @Test
    void savesNoMoreThanOneSecondsWorth() {
        // given
        TokenBucket bucket = new TokenBucket(5, SECOND, clock::get);
        takes(bucket, 5);

        // when nobody comes for a year
        clock.addAndGet(365 * 24 * 3600 * SECOND);

        // then
        assertThat(takes(bucket, 100)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                Long.MIN_VALUE,
                Long.MIN_VALUE + SECOND,
                -SECOND,
                -1,
                0,
                Long.MAX_VALUE - SECOND / 2,
                Long.MAX_VALUE
            })
    void doesNotCareWhereTheClockStands(long start) {
        // given a clock that runs over the end of the numbers (System.nanoTime may)
        clock.set(start);
        TokenBucket bucket = new TokenBucket(10, SECOND, clock::get);
        assertThat(takes(bucket, 20)).isEqualTo(10);

        // when
        clock.addAndGet(SECOND / 2);

        // then
        assertThat(takes(bucket, 20)).isEqualTo(5);
        clock.addAndGet(SECOND);
        assertThat(takes(bucket, 20)).isEqualTo(10);
    }

    @Test
    void countsForAllThreadsTogether() throws Exception {
        // given
        TokenBucket bucket = new TokenBucket(50_000, SECOND, clock::get);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            // when
            Callable<Integer> many = () -> takes(bucket, 40_000);
            List<Future<Integer>> taken = new ArrayList<>(threads.invokeAll(List.of(many, many, many, many)));

            // then
            int sum = 0;
            for (Future<Integer> one : taken) {
                sum += one.get(20, TimeUnit.SECONDS);
            }
            assertThat(sum).isEqualTo(50_000);
        } finally {
            threads.shutdownNow();
        }
    }

    private static int takes(TokenBucket bucket, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += bucket.tryTake() ? 1 : 0;
        }
        return taken;
    }
}
