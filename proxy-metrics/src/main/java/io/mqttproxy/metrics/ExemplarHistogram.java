package io.mqttproxy.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A histogram of durations, and a connection for each of its buckets. Any thread writes, without a lock. */
final class ExemplarHistogram implements Collector {

    /** The label of an exemplar; OpenMetrics has room for 128 characters with its value. */
    private static final String CONNECTION = "connection_id";

    /** An exemplar stays at least so long: most durations then cost no more than without. */
    private static final long KEPT_MILLIS = TimeUnit.SECONDS.toMillis(1);

    private static final double NANOS_PER_SECOND = 1e9;

    private final String name;
    private final String help;
    /** In seconds; the last one is infinite. */
    private final List<Double> bounds;

    private final Map<Labels, Series> series = new ConcurrentHashMap<>();

    /**
     * Without a series.
     *
     * @param bounds upper ones of the buckets, in seconds
     */
    ExemplarHistogram(String name, String help, List<Double> bounds) {
        this.name = name;
        this.help = help;
        this.bounds = Stream.concat(bounds.stream(), Stream.of(Double.POSITIVE_INFINITY))
                .toList();
    }

    /** The series of these labels, from zero. */
    Times series(Labels labels) {
        return series.computeIfAbsent(labels, Series::new);
    }

    @Override
    public MetricSnapshot collect() {
        List<HistogramDataPointSnapshot> points = new ArrayList<>();
        series.values().forEach(one -> points.add(one.snapshot()));
        return new HistogramSnapshot(new MetricMetadata(name, help), points);
    }

    private final class Series implements Times {

        private final Labels labels;
        private final List<LongAdder> counts;
        private final DoubleAdder sum = new DoubleAdder();
        private final AtomicReferenceArray<@Nullable Exemplar> exemplars = new AtomicReferenceArray<>(bounds.size());

        Series(Labels labels) {
            this.labels = labels;
            this.counts = bounds.stream().map(bound -> new LongAdder()).toList();
        }

        @Override
        public void record(long nanos, String connection) {
            double seconds = nanos / NANOS_PER_SECOND;
            int bucket = 0;
            while (seconds > bounds.get(bucket)) {
                bucket++;
            }
            counts.get(bucket).increment();
            sum.add(seconds);
            long now = System.currentTimeMillis();
            @Nullable Exemplar before = exemplars.get(bucket);
            if (before == null || now - before.getTimestampMillis() >= KEPT_MILLIS) {
                exemplars.set(
                        bucket,
                        Exemplar.builder()
                                .value(seconds)
                                .labels(Labels.of(CONNECTION, connection))
                                .timestampMillis(now)
                                .build());
            }
        }

        HistogramDataPointSnapshot snapshot() {
            List<Long> sums = counts.stream().map(LongAdder::sum).toList();
            Stream<@Nullable Exemplar> latest =
                    IntStream.range(0, bounds.size()).mapToObj(exemplars::get);
            return HistogramDataPointSnapshot.builder()
                    .labels(labels)
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, sums))
                    .sum(sum.sum())
                    .exemplars(Exemplars.of(latest.flatMap(Stream::ofNullable).toList()))
                    .build();
        }

        @Override
        public void remove() {
            series.remove(labels);
        }
    }
}
