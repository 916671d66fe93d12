package io.mqttproxy.proxyprotocol;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Text from clients on its way into a header: what brokers close the connection for, or read as other text, is refused. */
final class WireText {
    private WireText() {}

    /**
     * @param name what the text is, for the message
     * @throws ProxyHeaderException on a control character (C0 with NUL, DEL, C1) or a lone surrogate, which UTF-8 cannot
     *     carry and which would arrive as a question mark, in another name
     */
    static byte[] utf8(String name, String text) throws ProxyHeaderException {
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (Character.isISOControl(codePoint)) {
                throw refusal(name, "control character", codePoint, i);
            }
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                throw refusal(name, "lone surrogate", codePoint, i);
            }
            i += Character.charCount(codePoint);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ProxyHeaderException refusal(String name, String kind, int codePoint, int index) {
        return new ProxyHeaderException(String.format(
                Locale.ROOT, "%s: %s U+%04X at index %d (expected: text without any)", name, kind, codePoint, index));
    }
}
