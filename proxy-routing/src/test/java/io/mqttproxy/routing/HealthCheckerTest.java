package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.routing.BackendView.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class HealthCheckerTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration FIRST = INTERVAL.dividedBy(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final HealthPolicy POLICY = new HealthPolicy(INTERVAL, TIMEOUT, 2, 3);

    private final ManualScheduler scheduler = new ManualScheduler();
    private final BackendState backend = Fixtures.state("broker-1", 1);
    /** The answers of the probes that were started, in order; the tests complete them. */
    private final List<CompletableFuture<ProbeResult>> probes = new ArrayList<>();

    private final List<Duration> starts = new ArrayList<>();

    @Test
    void probesEachBackendSoonAfterTheStart() {
        BackendState other = Fixtures.state("broker-2", 0);
        List<String> probed = new ArrayList<>();
        HealthChecker checker = new HealthChecker(
                List.of(backend, other),
                POLICY,
                asked -> {
                    probed.add(asked.name());
                    return CompletableFuture.completedFuture(ProbeResult.passed());
                },
                scheduler,
                new SplittableRandom(1));

        assertThat(scheduler.waiting()).isZero();
        checker.start();
        scheduler.advance(FIRST);

        assertThat(probed).containsExactlyInAnyOrder("broker-1", "broker-2");
    }

    @Test
    void probesAgainAfterAnIntervalWithJitter() {
        start();
        for (int i = 0; i < 200; i++) {
            scheduler.advance(INTERVAL);
            probes.forEach(answer -> answer.complete(ProbeResult.passed()));
        }

        List<Duration> gaps = new ArrayList<>();
        for (int i = 1; i < starts.size(); i++) {
            gaps.add(starts.get(i).minus(starts.get(i - 1)));
        }
        assertThat(gaps).hasSizeGreaterThan(150).allSatisfy(gap -> assertThat(gap)
                .isBetween(Duration.ofMillis(4500), Duration.ofMillis(5500)));
        assertThat(gaps).doesNotHaveDuplicates();
    }

    @Test
    void reportsAnswersToTheBackend() {
        start();
        scheduler.advance(FIRST);
        probes.get(0).complete(ProbeResult.failed("connection refused"));

        assertThat(backend.view().state()).isEqualTo(State.DOWN);
        assertThat(backend.view().reason()).isEqualTo("connection refused");
    }

    @Test
    void takesABackendDownAndUpAgainByThePolicy() {
        start();
        answerNext(true);
        answerNext(false);
        answerNext(false);
        assertThat(backend.available()).isTrue();
        answerNext(false);
        assertThat(backend.available()).isFalse();
        answerNext(true);
        assertThat(backend.available()).isFalse();
        answerNext(true);
        assertThat(backend.available()).isTrue();
    }

    @Test
    void failsAProbeThatNeverAnswers() {
        start();
        scheduler.advance(FIRST.plus(TIMEOUT));

        assertThat(backend.view().state()).isEqualTo(State.DOWN);
        assertThat(backend.view().reason()).isEqualTo("no answer within 2s");
        assertThat(probes.get(0)).isCancelled();
    }

    @Test
    void ignoresAnAnswerThatComesTooLate() {
        CompletableFuture<ProbeResult> stubborn = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                return false;
            }
        };
        checker(asked -> stubborn).start();
        scheduler.advance(FIRST.plus(TIMEOUT));
        stubborn.complete(ProbeResult.passed());

        assertThat(backend.view().reason()).isEqualTo("no answer within 2s");
    }

    @Test
    void leavesNoAlarmBehindAnAnswer() {
        start();
        scheduler.advance(FIRST);
        probes.get(0).complete(ProbeResult.passed());

        assertThat(scheduler.waiting()).as("the next probe only").isEqualTo(1);
    }

    @Test
    void hasAtMostOneProbeUnderWay() {
        HealthPolicy patient = new HealthPolicy(INTERVAL, Duration.ofSeconds(12), 2, 3);
        HealthChecker checker =
                new HealthChecker(List.of(backend), patient, this::ask, scheduler, new SplittableRandom(1));
        checker.start();

        scheduler.advance(Duration.ofSeconds(11));
        assertThat(probes).hasSize(1);
        scheduler.advance(Duration.ofSeconds(7));
        assertThat(probes).hasSize(2);
    }

    @Test
    void countsAProbeThatThrowsAsFailedAndGoesOn() {
        checker(asked -> {
                    starts.add(scheduler.now());
                    throw new IllegalStateException("no socket left");
                })
                .start();
        scheduler.advance(INTERVAL.multipliedBy(10));

        assertThat(backend.view().reason()).isEqualTo("no socket left");
        assertThat(starts).hasSizeGreaterThan(5);
    }

    @Test
    void goesOnAfterAnErrorInTheProbe() {
        checker(asked -> {
                    starts.add(scheduler.now());
                    throw new AssertionError("a bug in the probe");
                })
                .start();
        scheduler.advance(INTERVAL.multipliedBy(10));

        assertThat(backend.view().reason()).isEqualTo("no answer within 2s");
        assertThat(starts).hasSizeGreaterThan(5);
    }

    @Test
    void tellsTheReasonOfAnExceptionalAnswer() {
        start();
        scheduler.advance(FIRST);
        probes.get(0).completeExceptionally(new CompletionException(new UnsupportedOperationException()));

        assertThat(backend.view().reason()).isEqualTo("UnsupportedOperationException");
    }

    @Test
    void stopsEverythingWhenItIsClosed() {
        HealthChecker checker = start();
        scheduler.advance(FIRST);

        checker.close();
        scheduler.advance(INTERVAL.multipliedBy(10));

        assertThat(probes).hasSize(1);
        assertThat(probes.get(0)).isCancelled();
        assertThat(scheduler.waiting()).isZero();
        assertThat(backend.view().reason()).isEqualTo("not probed");
    }

    @Test
    void probesNothingWhenItIsClosedBeforeTheStart() {
        HealthChecker checker = checker(this::ask);
        checker.close();
        checker.start();

        assertThat(scheduler.waiting()).isZero();
    }

    private void answerNext(boolean ok) {
        int before = probes.size();
        while (probes.size() == before) {
            scheduler.advance(Duration.ofMillis(100));
        }
        probes.get(before).complete(ok ? ProbeResult.passed() : ProbeResult.failed("connection refused"));
    }

    private HealthChecker start() {
        HealthChecker checker = checker(this::ask);
        checker.start();
        return checker;
    }

    private HealthChecker checker(HealthProbe probe) {
        return new HealthChecker(List.of(backend), POLICY, probe, scheduler, new SplittableRandom(1));
    }

    private CompletableFuture<ProbeResult> ask(Backend asked) {
        assertThat(asked).isEqualTo(backend.backend());
        CompletableFuture<ProbeResult> answer = new CompletableFuture<>();
        probes.add(answer);
        starts.add(scheduler.now());
        return answer;
    }
}
