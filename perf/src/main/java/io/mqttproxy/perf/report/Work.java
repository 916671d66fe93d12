package io.mqttproxy.perf.report;

import static io.mqttproxy.perf.report.Figure.CPU_MICROS;
import static io.mqttproxy.perf.report.Figure.KIB_PER_CONNECTION;
import static io.mqttproxy.perf.report.Figure.WARM_SHARE;

import java.util.Locale;
import java.util.OptionalDouble;

/** What is compared, in the order of the table. */
public enum Work {
    /** One-way TLS, without an earlier session. */
    FULL("full TLS 1.3 handshake + CONNECT + close", CPU_MICROS, 0.65),
    /** Devices with certificates that come back, as a fleet does. */
    MUTUAL("the same, mutual", CPU_MICROS, 0.35),
    /** More devices than a server is likely to remember. */
    MUTUAL_NEW("the same, mutual, devices not seen before", CPU_MICROS, 0),
    /** One-way TLS with a ticket. */
    RESUMED("resumed", CPU_MICROS, 0.65),
    /** Mutual TLS with a ticket. */
    RESUMED_MUTUAL("resumed, mutual", CPU_MICROS, 0.40),
    /** The usual load of devices, timed. */
    PACED("100-byte PUBLISH echoed, 10,000/s over 200 clients", CPU_MICROS, 0.85),
    /** The same as fast as possible. */
    SATURATED("the same, saturated", CPU_MICROS, 0.80),
    /** Larger messages as fast as possible. */
    BULK("4 KiB PUBLISH echoed, saturated", CPU_MICROS, 0.75),
    /** Mutual connections that say nothing. */
    MEMORY("memory per idle mutual connection", KIB_PER_CONNECTION, 0),
    /** A server that has just started, met by everybody at once. */
    STORM("first 5 s after start, in parts of the warm rate", WARM_SHARE, 0);

    private final String title;
    private final Figure figure;
    private final double target;

    Work(String title, Figure figure, double target) {
        this.title = title;
        this.figure = figure;
        this.target = target;
    }

    /** As it is called on the command line and in results: {@code resumed-mutual}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** What the table shows of it. */
    public Figure figure() {
        return figure;
    }

    /** What we want to be at most, in parts of the reference. */
    public OptionalDouble targetRatio() {
        return target == 0 ? OptionalDouble.empty() : OptionalDouble.of(target);
    }

    /**
     * By its label.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Work of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
