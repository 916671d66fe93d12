package io.mqttproxy.routing;

import io.mqttproxy.routing.regex.LinearRegex;
import org.jspecify.annotations.Nullable;

/** What a text of a client must look like. Immutable; takes time in proportion to the text for all practical patterns. */
public sealed interface TextPattern permits Glob, TextPattern.Regex {

    /** Whether a whole text matches; null, a fact that is not there, matches nothing. */
    boolean matches(@Nullable String text);

    /** Whether certainly every text matches. */
    boolean matchesEveryText();

    /** Whether certainly every text that the other one matches is matched by this one, too. */
    boolean covers(TextPattern other);

    /**
     * A regular expression for the whole text.
     *
     * @param expression runs in linear time
     */
    record Regex(LinearRegex expression) implements TextPattern {

        /**
         * Reads an expression.
         *
         * @throws IllegalArgumentException saying what is wrong with it
         */
        public static Regex parse(String expression) {
            return new Regex(LinearRegex.parse(expression));
        }

        @Override
        public boolean matches(@Nullable String text) {
            return text != null && expression.matches(text);
        }

        @Override
        public boolean matchesEveryText() {
            return expression.pattern().equals(".*");
        }

        @Override
        public boolean covers(TextPattern other) {
            return matchesEveryText()
                    || equals(other)
                    || (other instanceof Glob glob && glob.literal() && matches(glob.pattern()));
        }

        @Override
        public String toString() {
            return "regex " + expression;
        }
    }
}
