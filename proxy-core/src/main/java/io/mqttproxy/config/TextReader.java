package io.mqttproxy.config;

/**
 * Turns the text of one YAML scalar into a value. Pure: it neither reports nor looks anything up.
 *
 * @param <T> the kind of value
 */
interface TextReader<T> {
    /**
     * Reads a text.
     *
     * @param text after environment variables were put in
     * @throws BadValue when it is not {@link #expected()}
     */
    T read(String text) throws BadValue;

    /** What is expected, for {@code (expected: …)}. */
    String expected();
}
