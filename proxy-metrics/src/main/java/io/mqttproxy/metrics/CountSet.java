package io.mqttproxy.metrics;

import io.micrometer.core.instrument.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * One count for each value of a label. All of them are registered when the set is made, so that a scrape shows a zero
 * before the first event and rates start from it.
 */
final class CountSet {

    private final ByLabel<Count> counts;
    private final List<Meter> meters = new ArrayList<>();

    /**
     * Makes and registers the counts.
     *
     * @param values the values, all of one enum
     * @param register registers the count of a value under the text of its label
     */
    CountSet(List<? extends Label> values, BiFunction<Count, String, Meter> register) {
        counts = new ByLabel<>(values, value -> {
            Count count = new Count();
            meters.add(register.apply(count, value.label()));
            return count;
        });
    }

    /** Counts one of this value, which must be one of those given at the start. */
    void increment(Label value) {
        counts.get(value).increment();
    }

    /** Counts many of this value, which must be one of those given at the start. */
    void add(Label value, long amount) {
        counts.get(value).add(amount);
    }

    /** The sum of all values now. */
    long now() {
        return counts.values().stream().mapToLong(Count::now).sum();
    }

    /** Adds what was counted so far, by the text of the label; without zeros. */
    void addTo(Map<String, Long> sums) {
        counts.forEach((label, count) -> {
            long now = count.now();
            if (now > 0) {
                sums.merge(label.label(), now, Long::sum);
            }
        });
    }

    /** Freezes every count and returns their sum. */
    long freeze() {
        return counts.values().stream().mapToLong(Count::freeze).sum();
    }

    List<Meter> meters() {
        return meters;
    }
}
