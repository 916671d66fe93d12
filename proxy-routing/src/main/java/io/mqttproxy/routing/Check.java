package io.mqttproxy.routing;

import java.time.Duration;

/** The checks that the records of this package make on themselves, so that every refusal reads the same. */
final class Check {

    private Check() {}

    /** Returns the value when it lies within both bounds, which are included. */
    static int range(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + " to " + max + ")");
        }
        return value;
    }

    /** Returns the value when it is positive and not above the maximum. */
    static Duration positive(String name, Duration value, Duration max) {
        if (value.isZero() || value.isNegative() || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    name + ": " + text(value) + " (expected: more than 0s, at most " + text(max) + ")");
        }
        return value;
    }

    /** Returns the text when it holds more than blanks. */
    static String text(String name, String value, String example) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + ": \"" + value + "\" (expected: " + example + ")");
        }
        return value;
    }

    /** A duration as the configuration writes it: whole seconds as {@code 5s}, anything finer as {@code 250ms}. */
    static String text(Duration value) {
        return value.toMillis() % 1000 == 0 ? value.toSeconds() + "s" : value.toMillis() + "ms";
    }
}
