package io.mqttproxy.perf.report;

/** What a sample may hold; its key in results says the unit. */
public enum Figure {
    /** CPU of the measured processes for one operation. */
    CPU_MICROS("cpuMicrosPerOperation", "µs", 1),
    /** Operations a second. */
    PER_SECOND("operationsPerSecond", "/s", 0),
    /** Part of one core that the measured processes took. */
    UTILISATION("utilisation", "", 2),
    /** Part of one core that load and broker took. */
    LOAD_UTILISATION("loadUtilisation", "", 2),
    /** Cores that everybody else kept busy. */
    OTHERS_UTILISATION("othersUtilisation", "", 2),
    /** Connections that ended before they should. */
    FAILURES("failures", "", 0),
    /** Handshakes that resumed a session, of all. */
    RESUMED_SHARE("resumedShare", "", 3),
    /** Median latency. */
    P50_MICROS("p50Micros", "µs", 0),
    /** 99th percentile of latency. */
    P99_MICROS("p99Micros", "µs", 0),
    /** 99.9th percentile of latency. */
    P999_MICROS("p999Micros", "µs", 0),
    /** The longest latency. */
    MAX_MICROS("maxMicros", "µs", 0),
    /** PSS with connections less PSS without, by their number. */
    KIB_PER_CONNECTION("kibPerConnection", "KiB", 1),
    /** PSS of a process that has just served its first connections. */
    EMPTY_MIB("emptyMib", "MiB", 1),
    /** PSS of the process with all connections. */
    FULL_MIB("fullMib", "MiB", 1),
    /** How many connections that were. */
    CONNECTIONS("connections", "", 0),
    /** Rate of the first seconds, by the rate when warm. */
    WARM_SHARE("warmShare", "", 2),
    /** Handshakes a second in the first seconds. */
    FIRST_PER_SECOND("firstPerSecond", "/s", 0),
    /** From the start of the process until its ports are open. */
    START_MILLIS("startMillis", "ms", 0);

    private final String key;
    private final String unit;
    private final int decimals;

    Figure(String key, String unit, int decimals) {
        this.key = key;
        this.unit = unit;
        this.decimals = decimals;
    }

    /** Its name in results. */
    public String key() {
        return key;
    }

    /** The unit, empty for plain numbers. */
    public String unit() {
        return unit;
    }

    /** How many decimals are worth printing. */
    public int decimals() {
        return decimals;
    }
}
