package io.mqttproxy.proxyprotocol;

import org.jspecify.annotations.Nullable;

/**
 * Text that every backend reads alike: no control characters, no unpaired surrogates. EMQX ends the connection at a control
 * character; mosquitto cuts a name at U+0000, which turns one device into another.
 */
final class CleanText {
    private CleanText() {}

    /** The text, or null when there is none or it is empty. */
    static @Nullable String orNull(String field, @Nullable String text) throws ProxyHeaderException {
        return text == null || text.isEmpty() ? null : require(field, text);
    }

    /** The text, which must not be empty. */
    static String require(String field, String text) throws ProxyHeaderException {
        if (text.isEmpty()) {
            throw new ProxyHeaderException(field + ": empty (expected: text)");
        }
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            if (Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE) {
                throw new ProxyHeaderException(
                        "%s: U+%04X at index %d (expected: no control characters)".formatted(field, codePoint, i));
            }
            i += Character.charCount(codePoint);
        }
        return text;
    }
}
