package io.mqttproxy.metrics;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Makes histograms: Micrometer's, or our own where they are to have exemplars, because Micrometer knows no other exemplars than
 * traces.
 */
final class Histograms {

    private final PrometheusMeterRegistry registry;
    private final boolean exemplars;
    private final Map<Meters, ExemplarHistogram> shared = new ConcurrentHashMap<>();

    Histograms(PrometheusMeterRegistry registry, boolean exemplars) {
        this.registry = registry;
        this.exemplars = exemplars;
    }

    /** The histogram of these label values. */
    Times of(Meters meter, String... labelValues) {
        if (!exemplars) {
            return new Plain(registry, meter.timer(registry, labelValues));
        }
        return shared.computeIfAbsent(meter, this::register).series(meter.labels(labelValues));
    }

    private ExemplarHistogram register(Meters meter) {
        ExemplarHistogram histogram = meter.exemplarHistogram();
        registry.getPrometheusRegistry().register(histogram);
        return histogram;
    }

    private record Plain(PrometheusMeterRegistry registry, Timer timer) implements Times {
        @Override
        public void record(long nanos, String connection) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void remove() {
            registry.remove(timer);
        }
    }
}
