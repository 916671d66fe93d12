package io.mqttproxy.config;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** A moment in UTC, as RFC 3339 writes it. */
final class InstantReader implements TextReader<Instant> {
    @Override
    public Instant read(String text) throws BadValue {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw BadValue.plain();
        }
    }

    @Override
    public String expected() {
        return "a moment such as 2026-01-02T03:04:05Z";
    }
}
