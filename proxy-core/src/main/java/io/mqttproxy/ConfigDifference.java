package io.mqttproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What is different between two configurations, in words for the log. */
final class ConfigDifference {

    /** A name in its section is enough: listeners.mqtts says where to look. */
    private static final int DEPTH = 2;

    private final List<String> differences = new ArrayList<>();

    private ConfigDifference() {}

    /**
     * Compares what is shown of two configurations.
     *
     * @return for example {@code changed: clusters.brokers; new: listeners.ws}
     */
    static String between(Map<String, Object> before, Map<String, Object> after) {
        ConfigDifference difference = new ConfigDifference();
        difference.compare("", before, after, DEPTH);
        return difference.differences.isEmpty()
                ? "No difference but in files and secrets"
                : String.join("; ", difference.differences);
    }

    private void compare(String path, Map<?, ?> before, Map<?, ?> after, int depth) {
        Set<String> keys = new TreeSet<>();
        before.keySet().forEach(key -> keys.add(String.valueOf(key)));
        after.keySet().forEach(key -> keys.add(String.valueOf(key)));
        for (String key : keys) {
            Object old = before.get(key);
            Object fresh = after.get(key);
            String name = path + key;
            if (Objects.equals(old, fresh)) {
                continue;
            }
            if (depth > 1 && old instanceof Map<?, ?> oldMap && fresh instanceof Map<?, ?> freshMap) {
                compare(name + ".", oldMap, freshMap, depth - 1);
            } else {
                differences.add((old == null ? "new: " : fresh == null ? "gone: " : "changed: ") + name);
            }
        }
    }
}
