package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** The clock goes on by what a visit is said to take, and the thread is a queue. */
class TimedVisitTest {

    private final Queue<Runnable> thread = new ArrayDeque<>();
    private final List<String> visited = new ArrayList<>();
    private long now = Long.MAX_VALUE - 1; // overflows, as the real one may

    @Test
    void letsTheThreadGoWhenItsTimeIsOver() {
        // given two visits fill a slice
        CompletableFuture<Void> visit = start(TimedVisit.SLICE_NANOS / 2);

        // when
        next();

        // then
        assertThat(visited).containsExactly("a", "b");
        assertThat(visit).isNotDone();

        // and when
        next();
        assertThat(visited).containsExactly("a", "b", "c", "d");
        next();
        assertThat(visited).containsExactly("a", "b", "c", "d", "e");
        assertThat(visit).isCompleted();
        assertThat(thread).isEmpty();
    }

    @Test
    void goesOnWhenOneVisitTakesLongerThanASlice() {
        // given
        CompletableFuture<Void> visit = start(10 * TimedVisit.SLICE_NANOS);

        // when
        int slices = 0;
        while (!thread.isEmpty()) {
            next();
            slices++;
        }

        // then
        assertThat(slices).isEqualTo(5);
        assertThat(visit).isCompleted();
    }

    @Test
    void isOneSliceWhenVisitsAreShort() {
        // given
        CompletableFuture<Void> visit = start(1);

        // when
        next();

        // then
        assertThat(visit).isCompleted();
        assertThat(visited).hasSize(5);
    }

    @Test
    void endsWithTheFailureOfAVisitInALaterSlice() {
        // given
        IllegalStateException failure = new IllegalStateException("of the third");
        CompletableFuture<Void> visit = TimedVisit.start(
                thread::add,
                List.of("a", "b", "c", "d"),
                thing -> {
                    if (thing.equals("c")) {
                        throw failure;
                    }
                    visited.add(thing);
                    now += TimedVisit.SLICE_NANOS;
                },
                () -> now);

        // when
        next();
        next();
        next();

        // then
        assertThat(visit.handle((nothing, thrown) -> thrown)).isCompletedWithValue(failure);
        assertThat(visited).containsExactly("a", "b");
        assertThat(thread).isEmpty();
    }

    @Test
    void failsWhenTheThreadTakesNothingMore() {
        // given it takes one task
        List<Runnable> only = new ArrayList<>();
        CompletableFuture<Void> visit = TimedVisit.start(
                task -> {
                    if (!only.isEmpty()) {
                        throw new RejectedExecutionException("it ends");
                    }
                    only.add(task);
                },
                List.of("a", "b"),
                thing -> now += TimedVisit.SLICE_NANOS,
                () -> now);

        // when
        only.get(0).run();

        // then
        assertThat(visit).isCompletedExceptionally();
    }

    private CompletableFuture<Void> start(long nanosEach) {
        return TimedVisit.start(
                thread::add,
                List.of("a", "b", "c", "d", "e"),
                thing -> {
                    visited.add(thing);
                    now += nanosEach;
                },
                () -> now);
    }

    private void next() {
        thread.remove().run();
    }
}
