package io.mqttproxy.config;

import java.util.Locale;

/** The name that a server must prove: a host name without wildcard, or an IP address without brackets. */
final class ServerNameReader implements TextReader<String> {
    @Override
    public String read(String text) throws BadValue {
        if (!HostName.valid(text) && IpLiteral.parse(text) == null) {
            throw BadValue.plain();
        }
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String expected() {
        return "a host name such as broker.example.com, or an IP address";
    }
}
