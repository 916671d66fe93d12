package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentTimesTest {

    /** Half a bucket, and half of it again for what rounding to microseconds costs the shortest times. */
    private static final double PRECISION = 0.07;

    private final ManualClock clock = new ManualClock();
    private final RecentTimes times = new RecentTimes(clock);

    @Test
    void knowsNothingBeforeTheFirstTime() {
        assertThat(times.summary()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {8_000, 15_999, 16_000, 250_000, 999_999, 1_000_000, 3_700_000, 1_000_000_000, 119_000_000_000L})
    void tellsOneTimePrecisely(long nanos) {
        // when
        times.add(nanos);

        // then
        assertIsAbout(nanos, summary().p50());
        assertIsAbout(nanos, summary().p99());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void takesATimeThatCannotBeForNone(long nanos) {
        // when
        times.add(nanos);

        // then
        assertThat(summary().p99()).isLessThan(Duration.ofNanos(1_000));
    }

    @Test
    void takesTheLongestTimeOfAllIn() {
        // when
        times.add(Long.MAX_VALUE);

        // then
        assertThat(summary().p50()).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));
    }

    @Test
    void agreesWithASortedList() {
        // given
        SplittableRandom random = new SplittableRandom(42);
        long[] nanos = LongStream.generate(() -> (long) Math.exp(random.nextDouble(9.2, 21)))
                .limit(10_000)
                .toArray();

        // when
        LongStream.of(nanos).forEach(times::add);

        // then
        long[] sorted = LongStream.of(nanos).sorted().toArray();
        assertIsAbout(sorted[4_999], summary().p50());
        assertIsAbout(sorted[9_899], summary().p99());
    }

    @Test
    void forgetsWhatIsOlderThanFiveMinutes() {
        // given
        times.add(1_000_000);
        clock.advance(Duration.ofMinutes(4));
        times.add(9_000_000);
        ConnectTimes both = summary();

        // when
        clock.advance(Duration.ofMinutes(1));
        ConnectTimes later = summary();
        clock.advance(Duration.ofMinutes(4));

        // then
        assertIsAbout(1_000_000, both.p50());
        assertIsAbout(9_000_000, later.p50());
        assertThat(times.summary()).isNull();
    }

    @Test
    void countsAnewInTheMinuteThatTakesThePlaceOfAnOldOne() {
        // given
        IntStream.range(0, 100).forEach(i -> times.add(1_000_000));

        // when
        clock.advance(Duration.ofMinutes(5));
        times.add(9_000_000);

        // then
        assertIsAbout(9_000_000, summary().p50());
    }

    @Test
    void losesNothingWhenThreadsBeginAMinuteTogether() {
        for (int i = 0; i < 2_000; i++) {
            RecentTimes fresh = new RecentTimes(clock);
            CyclicBarrier together = new CyclicBarrier(2);

            // when
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> addBehind(together, fresh, 1_000_000_000));
            addBehind(together, fresh, 1_000_000);
            other.join();

            // then
            ConnectTimes both = Objects.requireNonNull(fresh.summary());
            assertIsAbout(1_000_000, both.p50());
            assertIsAbout(1_000_000_000, both.p99());
        }
    }

    private static void addBehind(CyclicBarrier together, RecentTimes times, long nanos) {
        try {
            together.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
        times.add(nanos);
    }

    private ConnectTimes summary() {
        return Objects.requireNonNull(times.summary());
    }

    private static void assertIsAbout(long nanos, Duration time) {
        assertThat((double) time.toNanos()).isCloseTo((double) nanos, within(nanos * PRECISION));
    }
}
