package io.mqttproxy.perf.report;

import static io.mqttproxy.perf.report.Figure.CPU_MICROS;
import static io.mqttproxy.perf.report.Figure.KIB_PER_CONNECTION;
import static io.mqttproxy.perf.report.Figure.WARM_SHARE;

import java.util.Locale;
import java.util.Optional;

/** What is compared, in the order of the table. */
public enum Work {
    /** One-way TLS, without an earlier session. */
    FULL("full TLS 1.3 handshake + CONNECT + close", CPU_MICROS),
    /** Devices with certificates that come back, as a fleet does. */
    MUTUAL("the same, mutual", CPU_MICROS),
    /** More devices than a server is likely to remember. */
    MUTUAL_NEW("the same, mutual, devices not seen before", CPU_MICROS),
    /** One-way TLS with a ticket. */
    RESUMED("resumed", CPU_MICROS),
    /** Mutual TLS with a ticket. */
    RESUMED_MUTUAL("resumed, mutual", CPU_MICROS),
    /** The usual load of devices, timed. */
    PACED("100-byte PUBLISH echoed, 10,000/s over 200 clients", CPU_MICROS),
    /** The same over as many connections as usual limits of open files allow: what a message costs must not depend on them. */
    CROWD("the same over 8,000 clients", CPU_MICROS),
    /** As fast as possible. */
    SATURATED("100-byte PUBLISH echoed, saturated, 200 clients", CPU_MICROS),
    /** Larger messages as fast as possible. */
    BULK("4 KiB PUBLISH echoed, saturated", CPU_MICROS),
    /** Mutual connections that say nothing. */
    MEMORY("memory per idle mutual connection", KIB_PER_CONNECTION),
    /** A server that has just started, met by everybody at once. */
    STORM("first 5 s after start, in parts of the warm rate", WARM_SHARE);

    private final String title;
    private final Figure figure;

    Work(String title, Figure figure) {
        this.title = title;
        this.figure = figure;
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

    /** What we want to reach. */
    public Optional<Target> target() {
        return Optional.ofNullable(
                switch (this) {
                    case FULL, RESUMED -> Target.ratioAtMost(0.65);
                    case MUTUAL -> Target.ratioAtMost(0.35);
                    case MUTUAL_NEW, CROWD -> null;
                    case RESUMED_MUTUAL -> Target.ratioAtMost(0.40);
                    case PACED -> Target.ratioAtMost(0.85);
                    case SATURATED -> Target.ratioAtMost(0.80);
                    case BULK -> Target.ratioAtMost(0.75);
                    case MEMORY -> Target.atMost(9);
                    case STORM -> Target.atLeast(0.70);
                });
    }
}
