package io.mqttproxy.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong while a configuration is read. Used by one thread. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    void add(Source source, String message) {
        Problem problem = new Problem(source, message);
        if (!found.contains(problem)) { // an alias leads to the same value twice
            found.add(problem);
        }
    }

    /** How many there are, to find out whether a section added some. */
    int count() {
        return found.size();
    }

    void throwIfAny() throws ConfigException {
        if (!found.isEmpty()) {
            throw new ConfigException(found);
        }
    }
}
