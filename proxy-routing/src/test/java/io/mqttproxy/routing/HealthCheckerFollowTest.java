package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Backends that come and go while they are probed. */
class HealthCheckerFollowTest {

    private static final HealthPolicy POLICY = new HealthPolicy(Duration.ofSeconds(5), Duration.ofSeconds(2), 2, 3);

    private final ManualScheduler scheduler = new ManualScheduler();
    private final Map<String, List<Duration>> probes = new HashMap<>();
    private final BackendState one = Fixtures.state("one", 1);
    private final BackendState two = Fixtures.state("two", 1);
    private final HealthChecker checker =
            new HealthChecker(List.of(one), POLICY, this::ask, scheduler, new SplittableRandom(1));

    @Test
    void probesTheNewOneSoonAndTheOldOneAsBefore() {
        // given
        checker.start();
        scheduler.advance(Duration.ofSeconds(3));

        // when
        checker.follow(List.of(one, two));
        scheduler.advance(Duration.ofSeconds(1));

        // then
        assertThat(probes.get("two")).hasSize(1);
        assertThat(probes.get("one")).as("its schedule goes on").hasSize(1);
        scheduler.advance(Duration.ofMinutes(1));
        assertThat(probes.get("one")).hasSizeBetween(11, 14);
    }

    @Test
    void probesThoseNoMoreThatLeft() {
        // given
        checker.start();
        scheduler.advance(Duration.ofSeconds(3));

        // when
        checker.follow(List.of(two));
        scheduler.advance(Duration.ofMinutes(1));

        // then
        assertThat(probes.get("one")).hasSize(1);
        assertThat(scheduler.waiting()).isEqualTo(1);
    }

    @Test
    void followsNobodyOnceItIsClosed() {
        checker.start();
        checker.close();
        checker.follow(List.of(two));
        scheduler.advance(Duration.ofMinutes(1));

        assertThat(probes).isEmpty();
    }

    private CompletableFuture<ProbeResult> ask(Backend asked) {
        probes.computeIfAbsent(asked.name(), name -> new ArrayList<>()).add(scheduler.now());
        return CompletableFuture.completedFuture(ProbeResult.passed());
    }
}
