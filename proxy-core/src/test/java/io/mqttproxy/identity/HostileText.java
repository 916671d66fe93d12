package io.mqttproxy.identity;

import java.util.List;
import java.util.Locale;

/**
 * A text that somebody could use to look like somebody else.
 *
 * @param what for the name of a test
 * @param text the text, of which one character is not clean
 * @param index where that is, in {@code char}s
 */
record HostileText(String what, String text, int index) {
    static final List<HostileText> ALL = List.of(
            new HostileText("NUL", "admin\0.evil", 5),
            new HostileText("line break", "dev1\r\nadmin", 4),
            new HostileText("line feed", "dev1\nadmin", 4),
            new HostileText("tab", "\tdev", 0),
            new HostileText("terminal escape", "\u001B[2Jdev", 0),
            new HostileText("backspace", "admin\b\b\b\b\bdev", 5),
            new HostileText("DEL", "dev\u007F", 3),
            new HostileText("next line, C1", "dev\u0085", 3),
            new HostileText("control sequence, C1", "dev\u009B2J", 3),
            new HostileText("right-to-left override", "dev\u202Enimda", 3),
            new HostileText("left-to-right embedding", "\u202Adev", 0),
            new HostileText("isolate", "dev\u2066x\u2069", 3),
            new HostileText("Arabic letter mark", "\u061Cdev", 0),
            new HostileText("right-to-left mark", "dev\u200F", 3),
            new HostileText("line separator", "dev\u2028x", 3),
            new HostileText("paragraph separator", "dev\u2029x", 3),
            new HostileText("byte order mark", "\uFEFFdev", 0),
            new HostileText("zero width space", "ad\u200Bmin", 2),
            new HostileText("zero width non-joiner", "ad\u200Cmin", 2),
            new HostileText("zero width joiner", "ad\u200Dmin", 2),
            new HostileText("word joiner", "admin\u2060", 5),
            new HostileText("soft hyphen", "ad\u00ADmin", 2),
            new HostileText("combining grapheme joiner", "admin\u034F", 5),
            new HostileText("Hangul filler", "admin\u3164", 5),
            new HostileText("half-width Hangul filler", "admin\uFFA0", 5),
            new HostileText("variation selector", "admin\uFE0F", 5),
            new HostileText("variation selector supplement", "admin\uDB40\uDD00", 5),
            new HostileText("tag letter", "admin\uDB40\uDC61", 5),
            new HostileText("interlinear annotation", "admin\uFFF9x\uFFFB", 5),
            new HostileText("non-character", "dev\uFFFE", 3),
            new HostileText("non-character FDD0", "dev\uFDD0", 3),
            new HostileText("non-character of plane 1", "dev\uD83F\uDFFF", 3),
            new HostileText("last code point", "dev\uDBFF\uDFFF", 3));

    /** The unclean character as messages name it. */
    String character() {
        return String.format(Locale.ROOT, "U+%04X", text.codePointAt(index));
    }

    boolean ascii() {
        return text.codePointAt(index) < 0x80;
    }

    @Override
    public String toString() {
        return what;
    }
}
