package io.mqttproxy.identity;

import java.util.Locale;

/** Makes text of unknown origin safe to show in one line of a log or of an error message. */
public final class Printable {
    /** The most characters that are shown; the rest becomes an ellipsis. */
    private static final int LONGEST = 80;

    private Printable() {}

    /**
     * Escapes everything that is not a visible character and shortens what is long.
     *
     * @param text any text, also with unpaired surrogates
     * @return at most 80 characters of it, then {@code ...}; {@code ""} in quotes when it is empty
     */
    public static String of(String text) {
        if (text.isEmpty()) {
            return "\"\"";
        }
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            if (i >= LONGEST) {
                return shown.append("...").toString();
            }
            int codePoint = text.codePointAt(i);
            shown.append(CleanText.isClean(codePoint) ? Character.toString(codePoint) : escaped(codePoint));
            i += Character.charCount(codePoint);
        }
        return shown.toString();
    }

    private static String escaped(int codePoint) {
        return String.format(Locale.ROOT, codePoint > 0xFFFF ? "\\u{%X}" : "\\u%04X", codePoint);
    }
}
