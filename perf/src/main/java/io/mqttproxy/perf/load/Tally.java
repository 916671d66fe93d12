package io.mqttproxy.perf.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What devices count while a job runs. Confined to the event loop. */
final class Tally {

    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final Histogram latencies = new Histogram(LONGEST_NANOS, DIGITS);
    private long operations;
    private long failures;
    private long resumed;
    private String session = "-";
    private @Nullable String firstFailure;
    private boolean timing;

    void session(String agreed) {
        session = agreed;
    }

    void connection(boolean wasResumed) {
        resumed += wasResumed ? 1 : 0;
    }

    void operations(int more) {
        operations += more;
    }

    void failure(String cause) {
        failures++;
        firstFailure = firstFailure == null ? cause : firstFailure;
    }

    /** What the first failure was, "-" when there was none. */
    String firstFailure() {
        return firstFailure == null ? "-" : firstFailure;
    }

    /** Takes latencies from now on, or no more. */
    void timing(boolean on) {
        timing = on;
    }

    void latency(long nanos) {
        if (timing) {
            latencies.recordValue(Math.max(0, Math.min(nanos, LONGEST_NANOS)));
        }
    }

    long operations() {
        return operations;
    }

    long failures() {
        return failures;
    }

    long resumed() {
        return resumed;
    }

    String session() {
        return session;
    }

    Latency latencies() {
        return latencies.getTotalCount() == 0 ? Latency.NONE : Latency.of(latencies);
    }
}
