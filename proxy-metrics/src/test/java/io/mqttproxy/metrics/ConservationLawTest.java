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
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** client_connections = accepted - refused - disconnects, in every scrape, while many threads count. */
class ConservationLawTest {

    private static final int THREADS = 4;
    private static final int SCRAPES = 200;
    private static final List<Refusal> REFUSALS = List.of(Refusal.values());
    private static final List<Cause> CAUSES = List.of(Cause.values());

    private final ProxyMetrics metrics = new ProxyMetrics();
    private final ListenerMetrics listener = metrics.listener("mqtts", Events.ALL);
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final AtomicBoolean enough = new AtomicBoolean();

    @AfterEach
    void stop() {
        enough.set(true);
        threads.shutdownNow();
        metrics.close();
    }

    @Test
    void holdsInEveryScrapeUnderLoad() throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS + 1);
        List<Future<Long>> served = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            SplittableRandom random = new SplittableRandom(i);
            served.add(threads.submit(() -> {
                start.await();
                return serve(random);
            }));
        }
        start.await();

        double before = 0;
        for (int i = 0; i < SCRAPES; i++) {
            double accepted = checkLaw();
            assertThat(accepted).isGreaterThanOrEqualTo(before);
            before = accepted;
            assertThat(listener.open()).isNotNegative();
        }
        enough.set(true);

        long total = 0;
        for (Future<Long> one : served) {
            total += one.get(60, TimeUnit.SECONDS);
        }
        assertThat(checkLaw()).isEqualTo((double) total).isPositive();
        assertThat(listener.open()).isZero();
    }

    /** Scrapes, and returns the number of accepted connections. */
    private double checkLaw() {
        Samples samples = Samples.of(metrics.scrape());
        double accepted = samples.sum("mqttproxy_client_connections_accepted_total");
        double refused = samples.sum("mqttproxy_client_connections_refused_total");
        double disconnects = samples.sum("mqttproxy_client_disconnects_total");
        assertThat(samples.sum("mqttproxy_client_connections"))
                .isEqualTo(accepted - refused - disconnects)
                .isNotNegative();
        return accepted;
    }

    /** One connection after the other: at most one is open, so that a count of a wrong moment shows below zero. */
    private long serve(SplittableRandom random) {
        long connections = 0;
        while (!enough.get()) {
            listener.accepted();
            connections++;
            if (random.nextInt(4) == 0) {
                listener.refused(REFUSALS.get(random.nextInt(3)));
            } else {
                listener.disconnected(CAUSES.get(random.nextInt(2)));
            }
        }
        return connections;
    }
}
