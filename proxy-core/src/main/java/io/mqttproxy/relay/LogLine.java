package io.mqttproxy.relay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds one line of keys and values: text for people, or a JSON object (RFC 8259). Not thread-safe. */
public abstract sealed class LogLine {

    /** A client may send names of 64 KiB, and escaping makes them longer still. */
    private static final int LONGEST_VALUE = 256;

    final StringBuilder line;

    private LogLine(int usualLength) {
        line = new StringBuilder(usualLength);
    }

    static LogLine text() {
        return new Text();
    }

    static LogLine json() {
        return new Json();
    }

    /** Adds a value, the beginning of a very long one; null adds nothing. */
    public final void add(String key, @Nullable String value) {
        if (value != null) {
            key(key);
            string(value.length() <= LONGEST_VALUE ? value : cut(value));
        }
    }

    /** A surrogate pair stays whole or goes. */
    private static String cut(String value) {
        boolean splits = Character.isHighSurrogate(value.charAt(LONGEST_VALUE - 1));
        return value.substring(0, splits ? LONGEST_VALUE - 1 : LONGEST_VALUE) + "...";
    }

    /** Adds words of the program's own, however long; null adds nothing. */
    public final void addWhole(String key, @Nullable String value) {
        if (value != null) {
            key(key);
            string(value);
        }
    }

    final void add(String key, long value) {
        key(key);
        line.append(value);
    }

    final void add(String key, boolean value) {
        key(key);
        line.append(value);
    }

    /** Adds values to an object. */
    final void addAll(String key, List<String> values) {
        key(key);
        char before = '[';
        for (String value : values) {
            line.append(before);
            string(value);
            before = ',';
        }
        line.append(']');
    }

    abstract void key(String key);

    abstract void string(String value);

    /** The line, without a line break at its end. */
    public abstract String end();

    /**
     * Whether a character may stand as it is: not controls, quotes or backslashes, not what reorders or hides text on a
     * terminal (bidirectional controls, zero width, line and paragraph separators), no half surrogate pairs.
     */
    static boolean isPlain(char c) {
        if (c < 0x7F) { // most are
            return c >= ' ' && c != '"' && c != '\\';
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    final void escaped(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (isPlain(c)) {
                line.append(c);
            } else if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else {
                code(c);
            }
        }
    }

    private void code(char c) {
        line.append("\\u")
                .append(Character.forDigit(c >>> 12, 16))
                .append(Character.forDigit(c >>> 8 & 15, 16))
                .append(Character.forDigit(c >>> 4 & 15, 16))
                .append(Character.forDigit(c & 15, 16));
    }

    private static final class Text extends LogLine {

        Text() {
            super(384);
        }

        @Override
        void key(String key) {
            if (line.length() > 0) {
                line.append(' ');
            }
            line.append(key).append('=');
        }

        @Override
        void string(String value) {
            if (isBare(value)) {
                line.append(value);
            } else {
                line.append('"');
                escaped(value);
                line.append('"');
            }
        }

        /** Values that need no quotes are the common case and easier to search for. */
        private static boolean isBare(String value) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c <= ' ' || c == '=' || !isPlain(c)) {
                    return false;
                }
            }
            return !value.isEmpty();
        }

        @Override
        public String end() {
            return line.toString();
        }
    }

    private static final class Json extends LogLine {

        private static final char REPLACEMENT = '\uFFFD';

        Json() {
            super(1_024);
        }

        @Override
        void key(String key) {
            line.append(line.length() == 0 ? '{' : ',').append('"').append(key).append("\":");
        }

        @Override
        void string(String value) {
            line.append('"');
            escaped(wellFormed(value));
            line.append('"');
        }

        /** Half a surrogate pair is no text (RFC 8259 section 8.2); some readers refuse the whole line for one. */
        private static String wellFormed(String value) {
            int i = 0;
            while (i < value.length() && !isHalf(value, i)) {
                i++;
            }
            if (i == value.length()) {
                return value;
            }
            StringBuilder whole = new StringBuilder(value);
            for (; i < value.length(); i++) {
                if (isHalf(value, i)) {
                    whole.setCharAt(i, REPLACEMENT);
                }
            }
            return whole.toString();
        }

        private static boolean isHalf(String value, int i) {
            char c = value.charAt(i);
            return Character.isHighSurrogate(c)
                    ? i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1))
                    : Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
        }

        @Override
        public String end() {
            return line.append('}').toString();
        }
    }
}
