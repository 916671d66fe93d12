package io.mqttproxy.perf.report;

import java.util.Map;
import java.util.TreeMap;

/**
 * One measurement.
 *
 * @param work what was done, see {@link Work#label}
 * @param peer by whom
 * @param round in which round, from 1
 * @param session what handshakes agreed upon, "-" without TLS
 * @param figures by {@link Figure#key}
 */
public record Sample(String work, String peer, int round, String session, Map<String, Double> figures) {

    /** Sorts the figures, so that files can be compared. */
    public Sample {
        figures = new TreeMap<>(figures);
    }

    /** Whether it holds a figure. */
    public boolean has(Figure figure) {
        return figures.containsKey(figure.key());
    }

    /**
     * A figure.
     *
     * @throws IllegalArgumentException when it is not there
     */
    public double get(Figure figure) {
        Double value = figures.get(figure.key());
        if (value == null) {
            throw new IllegalArgumentException("no " + figure.key() + " in " + this);
        }
        return value;
    }
}
