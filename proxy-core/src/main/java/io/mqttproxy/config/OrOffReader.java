package io.mqttproxy.config;

import java.util.Optional;

/**
 * A value, or {@code off} for none.
 *
 * @param reader reads the value
 */
record OrOffReader<T>(TextReader<T> reader) implements TextReader<Optional<T>> {
    @Override
    public Optional<T> read(String text) throws BadValue {
        return text.equals("off") ? Optional.empty() : Optional.of(reader.read(text));
    }

    @Override
    public String expected() {
        return reader.expected() + ", or off";
    }
}
