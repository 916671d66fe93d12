package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiscoveryTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FLOOR = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final DiscoveryPolicy POLICY = new DiscoveryPolicy(FLOOR, Duration.ofMinutes(5), TIMEOUT);

    private final ManualScheduler scheduler = new ManualScheduler();
    private final ManualClock clock = new ManualClock();
    /** The answers of the looks that were started, in order; the tests complete them. */
    private final List<CompletableFuture<Discovered>> looks = new ArrayList<>();

    private final List<String> told = new ArrayList<>();
    private final List<DiscoveryResult> results = new ArrayList<>();
    private boolean listenerThrows;

    @Test
    void looksAtOnceAndTellsWhatItFindsSortedAndOnce() {
        // given
        Discovery discovery = start();

        // when
        answer(MINUTE, "b", "a", "b");

        // then
        assertThat(told).containsExactly("a b");
        assertThat(discovery.view().backends()).extracting(Backend::name).containsExactly("a", "b");
        assertThat(discovery.view().lastSuccess()).isEqualTo(ManualClock.START);
    }

    @Test
    void looksAgainWhenTheAnswerIsNoLongerValid() {
        start();
        answer(MINUTE, "a");

        scheduler.advance(Duration.ofSeconds(53));
        assertThat(looks).hasSize(1);
        scheduler.advance(Duration.ofSeconds(7));
        assertThat(looks).hasSize(2);
    }

    @Test
    void tellsOnlyListsThatDiffer() {
        start();
        answer(FLOOR, "a", "b");
        scheduler.advance(FLOOR);
        answer(FLOOR, "b", "a");
        scheduler.advance(FLOOR);
        answer(FLOOR, "b");

        assertThat(told).containsExactly("a b", "b");
        assertThat(results).containsOnly(DiscoveryResult.OK).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(value = DiscoveryResult.class, names = "OK", mode = EnumSource.Mode.EXCLUDE)
    void keepsTheLastGoodListWhateverGoesWrong(DiscoveryResult kind) {
        // given
        Discovery discovery = start();
        answer(FLOOR, "a", "b");
        scheduler.advance(FLOOR);

        // when
        looks.get(1).completeExceptionally(new CompletionException(new DiscoveryException(kind, "out of order")));

        // then
        assertThat(told).containsExactly("a b");
        assertThat(discovery.view().backends()).hasSize(2);
        assertThat(discovery.view().failures()).isEqualTo(1);
        assertThat(discovery.view().problem()).isEqualTo("out of order");
        assertThat(results).containsExactly(DiscoveryResult.OK, kind);
    }

    @Test
    void keepsTheLastGoodListWhenTheAnswerIsEmpty() {
        Discovery discovery = start();
        answer(FLOOR, "a");
        scheduler.advance(FLOOR);
        answer(FLOOR);

        assertThat(told).containsExactly("a");
        assertThat(discovery.view().problem()).isEqualTo("no backend");
        assertThat(results).containsExactly(DiscoveryResult.OK, DiscoveryResult.EMPTY);
    }

    @Test
    void givesUpALookThatTakesTooLong() {
        // given
        Discovery discovery = start();

        // when
        scheduler.advance(TIMEOUT);

        // then
        assertThat(looks.get(0)).isCancelled();
        assertThat(discovery.view().problem()).isEqualTo("no answer within 2s");
        assertThat(results).containsExactly(DiscoveryResult.TIMEOUT);
        scheduler.advance(FLOOR);
        assertThat(looks).hasSize(2);
    }

    @Test
    void triesAgainLaterAfterEachFailureAndSoonAfterASuccess() {
        // given
        start();
        List<Duration> starts = new ArrayList<>();

        // when
        for (int i = 0; i < 5; i++) {
            starts.add(scheduler.now());
            looks.get(i).completeExceptionally(new IllegalStateException("no network"));
            while (looks.size() == i + 1) {
                scheduler.advance(Duration.ofMillis(500));
            }
        }

        // then
        assertThat(starts.get(1).minus(starts.get(0))).isBetween(FLOOR, FLOOR.plusSeconds(1));
        assertThat(starts.get(4).minus(starts.get(3))).isBetween(Duration.ofSeconds(26), Duration.ofSeconds(31));
        answer(FLOOR, "a");
        scheduler.advance(FLOOR);
        assertThat(looks).hasSize(7);
        assertThat(results).startsWith(DiscoveryResult.ERROR).endsWith(DiscoveryResult.OK);
    }

    @Test
    void completesItsStartWithTheFirstLookForBetterOrWorse() {
        // given
        Discovery discovery = discovery();
        CompletableFuture<Void> started = discovery.start().toCompletableFuture();
        scheduler.advance(Duration.ZERO);
        assertThat(started).isNotDone();

        // when
        looks.get(0).completeExceptionally(new IllegalStateException());

        // then
        assertThat(started).isCompleted();
        assertThat(discovery.view().problem()).isEqualTo("IllegalStateException");
    }

    @Test
    void tellsAListAgainThatCouldNotBeTaken() {
        // given
        start();
        listenerThrows = true;
        answer(FLOOR, "a");
        listenerThrows = false;

        // when
        scheduler.advance(FLOOR);
        answer(FLOOR, "a");

        // then
        assertThat(told).containsExactly("a");
    }

    @Test
    void countsASourceThatThrowsAsFailedAndGoesOn() {
        Discovery discovery = new Discovery(
                () -> {
                    throw new IllegalStateException("no socket left");
                },
                POLICY,
                new Told(),
                scheduler,
                clock,
                new SplittableRandom(1));
        discovery.start();
        scheduler.advance(Duration.ofMinutes(2));

        assertThat(discovery.view().problem()).isEqualTo("no socket left");
        assertThat(results).hasSizeGreaterThan(4).containsOnly(DiscoveryResult.ERROR);
    }

    @Test
    void stopsEverythingWhenItIsClosed() {
        Discovery discovery = start();

        discovery.close();
        scheduler.advance(Duration.ofHours(1));

        assertThat(looks).hasSize(1);
        assertThat(looks.get(0)).isCancelled();
        assertThat(told).isEmpty();
        assertThat(results).isEmpty();
    }

    private final class Told implements Discovery.Listener {
        @Override
        public void changed(List<Backend> backends) {
            if (listenerThrows) {
                throw new IllegalArgumentException("cannot be taken");
            }
            told.add(String.join(" ", backends.stream().map(Backend::name).toList()));
        }

        @Override
        public void looked(DiscoveryResult result, DiscoveryView view) {
            results.add(result);
        }
    }

    private Discovery discovery() {
        return new Discovery(
                () -> {
                    looks.add(new CompletableFuture<>());
                    return looks.get(looks.size() - 1);
                },
                POLICY,
                new Told(),
                scheduler,
                clock,
                new SplittableRandom(1));
    }

    private Discovery start() {
        Discovery discovery = discovery();
        discovery.start();
        scheduler.advance(Duration.ZERO);
        return discovery;
    }

    private void answer(Duration validFor, String... names) {
        List<Backend> backends =
                Arrays.stream(names).map(DiscoveryTest::backend).toList();
        looks.get(looks.size() - 1).complete(Discovered.of(backends, validFor));
    }

    private static Backend backend(String name) {
        return new Backend(name, "192.0.2.1", 1883, 1);
    }
}
