package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Sources that tell when a new look is worth while, and what they have open for that. */
class DiscoveryBellTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FLOOR = Duration.ofSeconds(5);
    private static final Backend BROKER = new Backend("a", "192.0.2.1", 1883, 1);

    private final ManualScheduler scheduler = new ManualScheduler();
    private final CompletableFuture<Void> bell = new CompletableFuture<>();
    /** The answers of the looks that were started, in order; the tests complete them. */
    private final List<CompletableFuture<Discovered>> looks = new ArrayList<>();

    private final Discovery discovery = new Discovery(
            () -> {
                looks.add(new CompletableFuture<>());
                return looks.get(looks.size() - 1);
            },
            new DiscoveryPolicy(FLOOR, Duration.ofMinutes(5), Duration.ofSeconds(2)),
            new Discovery.Listener() {
                @Override
                public void changed(List<Backend> backends) {}

                @Override
                public void looked(DiscoveryResult result, DiscoveryView view) {}
            },
            scheduler,
            new ManualClock(),
            new SplittableRandom(1));

    @Test
    void looksEarlierWhenSomebodyRingsButNotMoreOftenThanTheFloor() {
        // given
        start();
        looks.get(0).complete(new Discovered(List.of(BROKER), MINUTE, bell));
        scheduler.advance(Duration.ofSeconds(10));

        // when
        bell.complete(null);

        // then
        scheduler.advance(FLOOR.minusMillis(1));
        assertThat(looks).hasSize(1);
        scheduler.advance(Duration.ofMillis(1));
        assertThat(looks).hasSize(2);
    }

    @Test
    void letsGoOfTheBellWhenItLooksAnyway() {
        start();
        looks.get(0).complete(new Discovered(List.of(BROKER), MINUTE, bell));

        scheduler.advance(MINUTE);

        assertThat(looks).hasSize(2);
        assertThat(bell).isCancelled();
    }

    @Test
    void letsGoOfTheBellOfAnAnswerWithNobodyInIt() {
        start();

        looks.get(0).complete(new Discovered(List.of(), MINUTE, bell));

        assertThat(discovery.view().problem()).isEqualTo("no backend");
        assertThat(bell).isCancelled();
    }

    @Test
    void letsGoOfTheBellOfAnAnswerThatComesTooLateToBeTaken() {
        // given an answer that the executor has not come to yet
        start();
        scheduler.beBusy();
        looks.get(0).complete(new Discovered(List.of(BROKER), MINUTE, bell));
        assertThat(discovery.view().backends()).isEmpty();

        // when
        discovery.close();
        scheduler.advance(Duration.ZERO);

        // then
        assertThat(bell).isCancelled();
        assertThat(discovery.view().backends()).isEmpty();
    }

    private void start() {
        discovery.start();
        scheduler.advance(Duration.ZERO);
    }
}
