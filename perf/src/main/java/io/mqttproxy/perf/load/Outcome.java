package io.mqttproxy.perf.load;

/**
 * What came of a {@link Job}, counted between the two ends of its measured time.
 *
 * @param operations connections that got their CONNACK, or messages that came back
 * @param nanos how long
 * @param cpuNanos CPU of the measured processes
 * @param loadCpuNanos CPU of the load process and the broker
 * @param othersCpuNanos CPU of everybody else on this machine, the kernel and a hypervisor's other guests included
 * @param failures connections that ended before they should, in the whole job
 * @param firstFailure what happened to the first of them, with underscores for blanks; "-" when there was none
 * @param resumed handshakes that resumed a session, of {@code operations}
 * @param session protocol, cipher suite and group of the last handshake, joined with "/"
 * @param latency percentiles; all 0 where messages are not timed
 */
public record Outcome(
        long operations,
        long nanos,
        long cpuNanos,
        long loadCpuNanos,
        long othersCpuNanos,
        long failures,
        String firstFailure,
        long resumed,
        String session,
        Latency latency) {

    /** Nothing was measured. */
    public static final Outcome NONE = new Outcome(0, 0, 0, 0, 0, 0, "-", 0, "-", Latency.NONE);

    /** CPU of the measured processes per operation, in microseconds; 0 when there was none. */
    public double cpuMicrosPerOperation() {
        return operations == 0 ? 0 : cpuNanos / 1e3 / operations;
    }

    /** Operations a second. */
    public double perSecond() {
        return nanos == 0 ? 0 : operations * 1e9 / nanos;
    }

    /** How much of one core the measured processes took, 0 to about 1. */
    public double utilisation() {
        return nanos == 0 ? 0 : (double) cpuNanos / nanos;
    }

    /** How much of one core load and broker took; near 1 they, and not what is measured, set the pace. */
    public double loadUtilisation() {
        return nanos == 0 ? 0 : (double) loadCpuNanos / nanos;
    }

    /** How many cores everybody else kept busy meanwhile; near 0 on a quiet machine. */
    public double othersUtilisation() {
        return nanos == 0 ? 0 : (double) othersCpuNanos / nanos;
    }

    /** One line without its end. */
    public String toLine() {
        return new Line()
                .with("operations", operations)
                .with("nanos", nanos)
                .with("cpuNanos", cpuNanos)
                .with("loadCpuNanos", loadCpuNanos)
                .with("othersCpuNanos", othersCpuNanos)
                .with("failures", failures)
                .with("firstFailure", firstFailure.replaceAll("\\s", "_"))
                .with("resumed", resumed)
                .with("session", session)
                .with("p50Nanos", latency.p50Nanos())
                .with("p99Nanos", latency.p99Nanos())
                .with("p999Nanos", latency.p999Nanos())
                .with("maxNanos", latency.maxNanos())
                .toString();
    }

    /**
     * Reads what {@link #toLine} wrote.
     *
     * @throws IllegalArgumentException when it did not
     */
    public static Outcome parse(String text) {
        Line line = Line.parse(text);
        return new Outcome(
                line.number("operations"),
                line.number("nanos"),
                line.number("cpuNanos"),
                line.number("loadCpuNanos"),
                line.number("othersCpuNanos"),
                line.number("failures"),
                line.text("firstFailure"),
                line.number("resumed"),
                line.text("session"),
                new Latency(
                        line.number("p50Nanos"),
                        line.number("p99Nanos"),
                        line.number("p999Nanos"),
                        line.number("maxNanos")));
    }
}
