package io.mqttproxy.metrics;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The samples of one exposition in the text format.
 *
 * @param values by series, the name with its labels in braces
 */
record Samples(Map<String, Double> values) {

    static Samples of(String exposition) {
        Map<String, Double> values = new TreeMap<>();
        exposition.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            values.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
        });
        return new Samples(values);
    }

    /** The value of a series, which must be there. */
    double value(String series) {
        Double value = values.get(series);
        if (value == null) {
            throw new AssertionError(series + " is not among " + values.keySet());
        }
        return value;
    }

    /** The sum over all series of one name. */
    double sum(String name) {
        return values.entrySet().stream()
                .filter(entry -> name(entry.getKey()).equals(name))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** Every series of the proxy itself; those of the JVM depend on its collector. */
    Set<String> ours() {
        return values.keySet().stream()
                .filter(series -> series.startsWith("mqttproxy_"))
                .collect(Collectors.toSet());
    }

    private static String name(String series) {
        int brace = series.indexOf('{');
        return brace < 0 ? series : series.substring(0, brace);
    }
}
