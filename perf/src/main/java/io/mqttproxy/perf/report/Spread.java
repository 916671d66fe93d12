package io.mqttproxy.perf.report;

import java.util.Collection;
import java.util.List;

/** The middle of some values and their ends. */
public record Spread(double min, double median, double max) {

    /**
     * Of at least one value.
     *
     * @throws IllegalArgumentException for none
     */
    public static Spread of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values (expected: at least one)");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(sorted.get(0), median, sorted.get(sorted.size() - 1));
    }
}
