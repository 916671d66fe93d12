package io.mqttproxy.identity;

/**
 * Text that a regular expression may look at only so often.
 *
 * <p>{@code java.util.regex} backtracks; a pattern such as {@code (a+)+b} needs 2^n steps for n characters of a hostile
 * text. Every step looks at a character, so counting the looks bounds the time of a match to some milliseconds.
 */
final class BoundedText implements CharSequence {
    /** A pattern without nested repetition needs some thousand for 255 characters. */
    private static final int MAX_STEPS = 200_000;

    private final String text;
    private int steps;

    BoundedText(String text) {
        this.text = text;
    }

    @Override
    public char charAt(int index) {
        if (++steps > MAX_STEPS) {
            throw new TooManySteps();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    /** Thrown through the matcher, which knows no other way to be stopped. */
    static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super("too many steps", null, false, false);
        }
    }
}
