package io.mqttproxy.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a PromQL expression selects of our own: a metric and its conditions on labels.
 *
 * @param metric its name
 * @param conditions the pattern that a label's value must match, by the label's name
 */
record Selector(String metric, Map<String, Pattern> conditions) {

    private static final Pattern OURS = Pattern.compile("\\b((?:mqttproxy|process|jvm)_[a-z0-9_]+)(?:\\{([^}]*)})?");
    private static final Pattern CONDITION = Pattern.compile("([a-z_]+)(=~|=)\"([^\"]*)\"");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    /** Prometheus adds these itself. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

    /** All in the order of the expression. */
    static List<Selector> of(String expression) {
        List<Selector> selectors = new ArrayList<>();
        Matcher found = OURS.matcher(expression);
        while (found.find()) {
            String conditions = found.group(2) == null ? "" : found.group(2);
            selectors.add(new Selector(found.group(1), conditions(conditions)));
        }
        return selectors;
    }

    private static Map<String, Pattern> conditions(String text) {
        Map<String, Pattern> conditions = new TreeMap<>();
        Matcher condition = CONDITION.matcher(text);
        while (condition.find()) {
            String value = condition.group(3);
            boolean variable = value.startsWith("$"); // of the dashboard: anything
            String pattern = condition.group(2).equals("=") ? Pattern.quote(value) : value;
            if (!OF_PROMETHEUS.contains(condition.group(1))) {
                conditions.put(condition.group(1), Pattern.compile(variable ? ".*" : pattern));
            }
        }
        return conditions;
    }

    /** Whether a line of an exposition is a sample that this selects. */
    boolean selects(String line) {
        int end = line.indexOf('{') < 0 ? line.indexOf(' ') : line.indexOf('{');
        if (line.startsWith("#") || !line.substring(0, end).equals(metric)) {
            return false;
        }
        Map<String, String> labels = labels(line);
        return conditions.entrySet().stream().allMatch(condition -> {
            @Nullable String value = labels.get(condition.getKey());
            return value != null && condition.getValue().matcher(value).matches();
        });
    }

    /** Whether an exposition has such samples, and some for each alternative of the conditions. */
    boolean isIn(List<String> lines) {
        return lines.stream().anyMatch(this::selects) && idleAlternatives(lines).isEmpty();
    }

    /** The alternatives of regular expressions that stand for nothing: they would be forgotten when a reason is renamed. */
    private Set<String> idleAlternatives(List<String> lines) {
        Set<String> idle = new TreeSet<>();
        conditions.forEach((label, pattern) -> {
            for (String alternative : pattern.pattern().split("\\|", -1)) {
                Selector one = new Selector(metric, Map.of(label, Pattern.compile(alternative)));
                if (lines.stream().noneMatch(one::selects)) {
                    idle.add(label + "=" + alternative);
                }
            }
        });
        return idle;
    }

    private static Map<String, String> labels(String line) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(line);
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return labels;
    }
}
