package io.mqttproxy.metrics;

/**
 * One value of a label. Implemented by enums only: the set is closed, so that the number of series is known at the
 * start, and {@link #ordinal()} finds the series without a lookup.
 */
public interface Label {

    /** The value as it is exposed: lower case, words joined by underscores; unique within its enum. */
    String label();

    /** The position within the enum, which every enum has already. */
    int ordinal();
}
