package io.mqttproxy.routing.regex;

import org.jspecify.annotations.Nullable;

/**
 * A regular expression that a whole text must match, in time proportional to the text and without allocating.
 *
 * <p>It knows what regular languages know: characters, {@code .} (any character, line ends too), classes such as
 * {@code [a-z0-9_-]} and {@code [^/]}, {@code \d \w \s} and their opposites, groups, {@code |}, and the quantifiers
 * {@code * + ? {n} {n,} {n,m}}. {@code ^} at the start and {@code $} at the end are taken and mean nothing. Back
 * references, look-around and everything else that needs backtracking is refused when the pattern is read. So is a pattern
 * whose table would need more than {@value Automaton#MOST_STATES} states.
 *
 * <p>Immutable; two are equal when their patterns are the same text.
 */
public final class LinearRegex {

    /** Characters; longer ones are no patterns that a person wrote. */
    private static final int LONGEST = 1000;

    private final String pattern;
    private final Automaton automaton;

    private LinearRegex(String pattern, Automaton automaton) {
        this.pattern = pattern;
        this.automaton = automaton;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException saying what is wrong and at which index
     */
    public static LinearRegex parse(String pattern) {
        if (pattern.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a pattern of " + pattern.length() + " characters (expected: at most " + LONGEST + ")");
        }
        return new LinearRegex(pattern, Automaton.of(new Parser(pattern).parse()));
    }

    /** Whether the whole text matches. A lone surrogate is a character like any other. */
    public boolean matches(String text) {
        return automaton.accepts(text);
    }

    /** As it was written. */
    public String pattern() {
        return pattern;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LinearRegex that && pattern.equals(that.pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
