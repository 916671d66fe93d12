package io.mqttproxy.tls;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by server name (RFC 6066 section 3): exact names, and {@code *.} for exactly one label (RFC 6125 section 6.4.3).
 *
 * @param <T> what a name stands for
 */
final class ServerNames<T> {

    private final Map<String, T> exact = new HashMap<>();
    private final Map<String, T> wildcard = new HashMap<>();

    /**
     * Adds a pattern.
     *
     * @return what the pattern stood for before, or null
     */
    @Nullable T put(String pattern, T value) {
        String name = normalize(pattern);
        return name.startsWith("*.") ? wildcard.put(name.substring(2), value) : exact.put(name, value);
    }

    /** The value for the name of a ClientHello; an exact name wins over a wildcard. */
    @Nullable T find(@Nullable String serverName) {
        if (serverName == null) {
            return null;
        }
        String name = normalize(serverName);
        @Nullable T value = exact.get(name);
        if (value == null && !wildcard.isEmpty()) {
            int dot = name.indexOf('.');
            value = dot > 0 ? wildcard.get(name.substring(dot + 1)) : null;
        }
        return value;
    }

    /** Host names compare without case, and a trailing dot means the same name. */
    static String normalize(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
