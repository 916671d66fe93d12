package io.mqttproxy.relay;

import org.jspecify.annotations.Nullable;

/** Builds one line of keys and values in either form of the access log. */
abstract sealed class LogLine {

    /** A client may send names of 64 KiB, and escaping makes them longer still. */
    private static final int LONGEST_VALUE = 256;

    final StringBuilder line = new StringBuilder(384);

    static LogLine text() {
        return new Text();
    }

    static LogLine json() {
        return new Json();
    }

    /** Adds a value; null adds nothing. */
    final void add(String key, @Nullable String value) {
        if (value != null) {
            key(key);
            string(value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "...");
        }
    }

    final void add(String key, long value) {
        key(key);
        line.append(value);
    }

    abstract void key(String key);

    abstract void string(String value);

    abstract String end();

    /**
     * Whether a character may stand as it is: not controls, quotes or backslashes, not what reorders or hides text on a
     * terminal (bidirectional controls, zero width, line and paragraph separators), no half surrogate pairs.
     */
    static boolean isPlain(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> c != '"' && c != '\\';
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
                line.append("\\u")
                        .append(Character.forDigit(c >>> 12, 16))
                        .append(Character.forDigit(c >>> 8 & 15, 16))
                        .append(Character.forDigit(c >>> 4 & 15, 16))
                        .append(Character.forDigit(c & 15, 16));
            }
        }
    }

    private static final class Text extends LogLine {

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
        String end() {
            return line.toString();
        }
    }

    private static final class Json extends LogLine {

        @Override
        void key(String key) {
            line.append(line.length() == 0 ? '{' : ',').append('"').append(key).append("\":");
        }

        @Override
        void string(String value) {
            line.append('"');
            escaped(value);
            line.append('"');
        }

        @Override
        String end() {
            return line.append('}').toString();
        }
    }
}
