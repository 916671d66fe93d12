package io.mqttproxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.metrics.Events.Cause;
import io.mqttproxy.metrics.Events.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** client_connections = accepted - refused - disconnects, in every scrape, while many threads count. */
class ConservationLawTest {

    private static final int THREADS = 6;
    private static final int CONNECTIONS = 100_000;
    private static final int OPEN_AT_ONCE = 50;
    private static final List<Refusal> REFUSALS = List.of(Refusal.values());
    private static final List<Cause> CAUSES = List.of(Cause.values());

    private final ProxyMetrics metrics = new ProxyMetrics();
    private final ListenerMetrics listener = metrics.listener("mqtts", Events.ALL);
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        threads.shutdownNow();
        metrics.close();
    }

    @Test
    void holdsInEveryScrapeUnderLoad() throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS + 1);
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            SplittableRandom random = new SplittableRandom(i);
            work.add(threads.submit(() -> {
                start.await();
                serve(random);
                return null;
            }));
        }
        start.await();

        int scrapes = 0;
        double acceptedBefore = 0;
        do {
            double accepted = checkLaw();
            assertThat(accepted).isGreaterThanOrEqualTo(acceptedBefore);
            acceptedBefore = accepted;
            scrapes++;
        } while (!work.stream().allMatch(Future::isDone));
        for (Future<?> one : work) {
            one.get(60, TimeUnit.SECONDS);
        }

        assertThat(scrapes).isGreaterThan(1);
        assertThat(checkLaw()).isEqualTo((double) THREADS * CONNECTIONS);
        assertThat(listener.open()).isZero();
    }

    private double checkLaw() {
        Samples samples = Samples.of(metrics.scrape());
        double open = samples.sum("mqttproxy_client_connections");
        double accepted = samples.sum("mqttproxy_client_connections_accepted_total");
        double refused = samples.sum("mqttproxy_client_connections_refused_total");
        double disconnects = samples.sum("mqttproxy_client_disconnects_total");
        assertThat(open).isEqualTo(accepted - refused - disconnects).isBetween(0.0, (double) THREADS * OPEN_AT_ONCE);
        assertThat(listener.open()).isNotNegative();
        return accepted;
    }

    private void serve(SplittableRandom random) {
        int open = 0;
        for (int accepted = 0; accepted < CONNECTIONS || open > 0; ) {
            if (accepted < CONNECTIONS && open < OPEN_AT_ONCE && random.nextBoolean()) {
                listener.accepted();
                accepted++;
                open++;
            } else if (open > 0) {
                end(random);
                open--;
            }
        }
    }

    private void end(SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            listener.refused(REFUSALS.get(random.nextInt(3)));
        } else {
            listener.disconnected(CAUSES.get(random.nextInt(2)));
        }
    }
}
