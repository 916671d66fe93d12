package io.mqttproxy.config;

import org.jspecify.annotations.Nullable;

/** A text that its reader does not take. Without a stack trace: it always becomes a {@link Problem}. */
final class BadValue extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable String what;
    private final @Nullable String expected;

    private BadValue(@Nullable String what, @Nullable String expected) {
        super(what, null, false, false);
        this.what = what;
        this.expected = expected;
    }

    /** It is not what the reader {@linkplain TextReader#expected() expects}. */
    static BadValue plain() {
        return new BadValue(null, null);
    }

    /** It is not this, which is more precise than what the reader expects in general. */
    static BadValue expected(String expected) {
        return new BadValue(null, expected);
    }

    /** Says what is wrong instead of showing the text. */
    static BadValue because(String what, String expected) {
        return new BadValue(what, expected);
    }

    /**
     * The problem's message.
     *
     * @param shown what to call the text when nothing better is known
     * @param general what the reader expects in general
     */
    String message(String shown, String general) {
        return (what == null ? shown : what) + " (expected: " + (expected == null ? general : expected) + ")";
    }
}
