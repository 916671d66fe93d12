package io.mqttproxy.perf.load;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Facts on one line of text, {@code name=value} with single blanks between: what processes of the harness say to each
 * other. Names and values hold no blanks, which is checked. Not thread-safe.
 */
final class Line {

    private final Map<String, String> facts = new LinkedHashMap<>();

    static Line parse(String text) {
        Line line = new Line();
        for (String fact : text.trim().split(" ", -1)) {
            int equals = fact.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(fact + " in '" + text + "' (expected: name=value)");
            }
            line.facts.put(fact.substring(0, equals), fact.substring(equals + 1));
        }
        return line;
    }

    Line with(String name, Object value) {
        String text = value.toString();
        if (text.indexOf(' ') >= 0 || text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException(name + "='" + text + "' (expected: no blanks)");
        }
        facts.put(name, text);
        return this;
    }

    String text(String name) {
        String value = facts.get(name);
        if (value == null) {
            throw new IllegalArgumentException(this + " has no " + name);
        }
        return value;
    }

    long number(String name) {
        return Long.parseLong(text(name));
    }

    int integer(String name) {
        return Integer.parseInt(text(name));
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        facts.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(value));
        return text.toString();
    }
}
