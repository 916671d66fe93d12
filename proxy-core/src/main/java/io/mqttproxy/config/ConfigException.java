package io.mqttproxy.config;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that must not be used; tells everything that is wrong with it at once. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * Sorts the problems by their place.
     *
     * @param problems at least one, in any order
     */
    public ConfigException(List<Problem> problems) {
        super(sorted(problems).stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = sorted(problems);
    }

    /** In the order of the file. */
    public List<Problem> problems() {
        return problems;
    }

    private static List<Problem> sorted(List<Problem> problems) {
        return problems.stream().sorted(Comparator.comparing(Problem::source)).toList();
    }
}
