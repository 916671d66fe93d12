package io.mqttproxy.perf.load;

import org.HdrHistogram.Histogram;

/**
 * From when a message should have been sent until it is back, so that a stall counts for all messages that it delays
 * (coordinated omission). Nanoseconds.
 */
public record Latency(long p50Nanos, long p99Nanos, long p999Nanos, long maxNanos) {

    /** Nothing was timed. */
    public static final Latency NONE = new Latency(0, 0, 0, 0);

    /** Takes the percentiles. */
    static Latency of(Histogram histogram) {
        return new Latency(
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9),
                histogram.getMaxValue());
    }
}
