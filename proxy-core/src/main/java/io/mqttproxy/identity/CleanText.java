package io.mqttproxy.identity;

import java.util.Locale;

/**
 * The rule for text that a broker's access rules, a log or an operator's eye will compare: no character that is
 * invisible, ends a line, or turns the reading direction.
 *
 * <p>Stricter than an MQTT string (MQTT 5 section 1.5.4), which only forbids U+0000 and surrogates: brokers close the
 * connection on control characters in a name, and two names that look the same must be the same.
 */
public final class CleanText {
    private CleanText() {}

    /**
     * Finds the first character that is not clean.
     *
     * @param text any text
     * @return its index in {@code char}s, or -1 when the text is clean
     */
    public static int firstUnclean(String text) {
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (!isClean(codePoint)) {
                return i;
            }
            i += Character.charCount(codePoint);
        }
        return -1;
    }

    /**
     * Refuses text that is empty, longer than the limit or not clean.
     *
     * @param name what the text is, for the message
     * @param text the text
     * @param maxBytes the most bytes of its UTF-8 form
     * @return the same text
     * @throws IdentityException when it is not fit to be an identity
     */
    static String require(String name, String text, int maxBytes) throws IdentityException {
        if (text.isEmpty()) {
            throw new IdentityException(name + ": empty (expected: at least one character)");
        }
        int bytes = utf8Length(text);
        if (bytes > maxBytes) {
            throw new IdentityException(name + ": " + bytes + " bytes (expected: at most " + maxBytes + ")");
        }
        int unclean = firstUnclean(text);
        if (unclean >= 0) {
            throw new IdentityException(name + ": " + describe(text.codePointAt(unclean)) + " at index " + unclean
                    + " (expected: visible characters only)");
        }
        return text;
    }

    static boolean isClean(int codePoint) {
        if (codePoint < 0x7F) {
            return codePoint >= 0x20;
        }
        return codePoint > 0x9F // DEL and C1
                && !(codePoint >= 0xD800 && codePoint <= 0xDFFF) // an unpaired surrogate
                && !isNonCharacter(codePoint)
                && !isBidiControl(codePoint)
                && codePoint != 0x2028 // line separator
                && codePoint != 0x2029 // paragraph separator
                && !isIgnorable(codePoint);
    }

    /** Unicode 15.0 section 23.7. */
    private static boolean isNonCharacter(int codePoint) {
        return (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
    }

    /** The property Bidi_Control, Unicode Standard Annex #9. */
    private static boolean isBidiControl(int codePoint) {
        return codePoint == 0x061C
                || codePoint == 0x200E
                || codePoint == 0x200F
                || (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    /**
     * What nobody sees: the property Default_Ignorable_Code_Point of Unicode 15.0, and the annotation characters. Written
     * out, so that the answer does not change with the Java version.
     */
    private static boolean isIgnorable(int codePoint) {
        if (codePoint > 0xFFFF) {
            return (codePoint >= 0x1BCA0 && codePoint <= 0x1BCA3) // shorthand format controls
                    || (codePoint >= 0x1D173 && codePoint <= 0x1D17A) // musical format controls
                    || (codePoint >= 0xE0000 && codePoint <= 0xE0FFF); // tags, variation selectors
        }
        return codePoint == 0x00AD // soft hyphen
                || codePoint == 0x034F // combining grapheme joiner
                || codePoint == 0x115F // Hangul fillers
                || codePoint == 0x1160
                || codePoint == 0x3164
                || codePoint == 0xFFA0
                || codePoint == 0x17B4 // Khmer inherent vowels
                || codePoint == 0x17B5
                || (codePoint >= 0x180B && codePoint <= 0x180F) // Mongolian selectors
                || (codePoint >= 0x200B && codePoint <= 0x200D) // zero width
                || (codePoint >= 0x2060 && codePoint <= 0x206F) // word joiner, invisible operators
                || (codePoint >= 0xFE00 && codePoint <= 0xFE0F) // variation selectors
                || codePoint == 0xFEFF // byte order mark, of no width
                || (codePoint >= 0xFFF0 && codePoint <= 0xFFFB); // reserved, annotations
    }

    private static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a surrogate pair stands for two of the four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    private static String describe(int codePoint) {
        return String.format(Locale.ROOT, "U+%04X", codePoint);
    }
}
