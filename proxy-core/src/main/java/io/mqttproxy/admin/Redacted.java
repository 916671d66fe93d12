package io.mqttproxy.admin;

import org.jspecify.annotations.Nullable;

/**
 * Names of devices as they are shown to whoever looks over an operator's shoulder: enough to recognise one that is known, not
 * enough to learn one.
 */
final class Redacted {

    private static final int SHORT = 4;
    private static final int LONG = 8;

    private Redacted() {}

    /** {@code se…17} for {@code sensor-17}; null stays null. */
    static @Nullable String name(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return name;
        }
        int length = name.codePointCount(0, name.length());
        if (length < SHORT) {
            return "…";
        }
        int shown = length < LONG ? 1 : 2;
        return name.substring(0, name.offsetByCodePoints(0, shown))
                + "…"
                + name.substring(name.offsetByCodePoints(name.length(), -shown));
    }
}
