package io.mqttproxy.convert;

/**
 * Something that was not carried over, or not exactly.
 *
 * @param line of the other configuration, from 1
 * @param directive what stands there, shortened to its first words
 * @param text why, and what to do where something is to be done
 */
public record Note(int line, String directive, String text) {
    @Override
    public String toString() {
        return line + ": " + directive + ": " + text;
    }
}
