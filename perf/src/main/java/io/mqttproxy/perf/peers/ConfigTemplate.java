package io.mqttproxy.perf.peers;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with {@code @names@} in it. Immutable. */
public record ConfigTemplate(String text) {

    private static final Pattern NAME = Pattern.compile("@([a-zA-Z]+)@");

    /**
     * Puts values in place of names.
     *
     * @throws IllegalArgumentException for a name without a value
     */
    public String fill(Map<String, String> values) {
        return NAME.matcher(text).replaceAll(name -> {
            String value = values.get(name.group(1));
            if (value == null) {
                throw new IllegalArgumentException(name.group() + " (expected: one of " + values.keySet() + ")");
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
