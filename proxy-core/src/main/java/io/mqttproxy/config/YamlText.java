package io.mqttproxy.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.reader.StreamReader;

/** Turns the bytes of a configuration into text that YAML can consist of, and text into a scalar. */
final class YamlText {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private YamlText() {}

    /** The text without a byte order mark, or null when there is a character that no YAML may contain. */
    static @Nullable String decode(byte[] bytes, String file, Problems problems) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer decoded = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), decoded, true);
        String text = withoutMark(decoded.flip().toString());
        if (result.isError()) {
            problems.add(end(file, text), "bytes that are no UTF-8 (expected: UTF-8)");
            return null;
        }
        int bad = firstForbidden(text);
        if (bad >= 0) {
            problems.add(
                    end(file, text.substring(0, bad)),
                    String.format(
                            Locale.ROOT, "control character U+%04X (expected: visible text)", text.codePointAt(bad)));
            return null;
        }
        return text;
    }

    /** The text as a double-quoted scalar on one line; whatever is neither plain ASCII nor a letter or digit is escaped. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if ((c >= ' ' && c <= '~') || Character.isLetterOrDigit(c)) {
                quoted.append(c);
            } else {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return quoted.append('"').toString();
    }

    private static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static int firstForbidden(String text) {
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (!StreamReader.isPrintable(codePoint)) {
                return i;
            }
            i += Character.charCount(codePoint);
        }
        return -1;
    }

    /** The place behind a text. */
    private static Source end(String file, String text) {
        int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
        String lastLine = text.substring(text.lastIndexOf('\n') + 1);
        return new Source(file, line, 1 + lastLine.codePointCount(0, lastLine.length()), "");
    }
}
