package io.mqttproxy.config;

import java.util.Locale;

/** A server name that a client may ask for: {@code a.example.com}, or {@code *.example.com} for exactly one label more. */
final class SniReader implements TextReader<String> {
    @Override
    public String read(String text) throws BadValue {
        String name = text.startsWith("*.") ? text.substring(2) : text;
        if (!HostName.valid(name)) {
            throw BadValue.plain();
        }
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String expected() {
        return "a host name such as a.example.com or *.example.com";
    }
}
