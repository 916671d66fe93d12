package io.mqttproxy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Tells from time to time how many lines of a log were left out, the most frequent kinds first. One thread at a time. */
final class LeftOutLines {

    private static final int MOST_KINDS = 8;

    private final String logName;
    private final Supplier<Map<String, Long>> counts;
    private Map<String, Long> told;

    /**
     * Begins behind what was left out so far.
     *
     * @param logName for people
     * @param counts numbers that only grow, by kinds
     */
    LeftOutLines(String logName, Supplier<Map<String, Long>> counts) {
        this.logName = logName;
        this.counts = counts;
        this.told = counts.get();
    }

    /** What there is to tell since the last time; empty when nothing was left out. */
    Optional<String> next() {
        Map<String, Long> now = counts.get();
        Map<String, Long> before = told;
        told = now;
        List<Map.Entry<String, Long>> fresh = now.entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), entry.getValue() - before.getOrDefault(entry.getKey(), 0L)))
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        return fresh.isEmpty() ? Optional.empty() : Optional.of(line(fresh));
    }

    private String line(List<Map.Entry<String, Long>> fresh) {
        long all = fresh.stream().mapToLong(Map.Entry::getValue).sum();
        String kinds = fresh.stream()
                .limit(MOST_KINDS)
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return all + " lines of " + logName + " (" + kinds + (fresh.size() > MOST_KINDS ? ", and others)" : ")");
    }
}
