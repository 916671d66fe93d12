package io.mqttproxy.routing.regex;

/** A pattern, read one code point at a time. */
final class Scanner {

    private static final int END = -1;

    private final String pattern;
    private int at;

    Scanner(String pattern) {
        this.pattern = pattern;
    }

    boolean atEnd() {
        return at == pattern.length();
    }

    /** The next code point without taking it; {@code -1} at the end. */
    int peek() {
        return atEnd() ? END : pattern.codePointAt(at);
    }

    /** Takes the next code point; there must be one. */
    int next() {
        int codePoint = peek();
        if (codePoint == END) {
            throw problem("the end too early");
        }
        at += Character.charCount(codePoint);
        return codePoint;
    }

    /** Takes the next code point when it is this one. */
    boolean skip(char wanted) {
        boolean there = peek() == wanted;
        at += there ? 1 : 0;
        return there;
    }

    /** Takes the next code point when it is this one and the last. */
    void skipLast(char wanted) {
        if (at == pattern.length() - 1) {
            skip(wanted);
        }
    }

    /** Takes decimal digits that stand for at most this number. */
    int number(int most) {
        int start = at;
        int value = 0;
        while (peek() >= '0' && peek() <= '9') {
            value = value * 10 + (next() - '0');
            if (value > most) {
                throw problem("a count above " + most);
            }
        }
        if (at == start) {
            throw problem("no number");
        }
        return value;
    }

    /** Takes a backslash and what it makes special or ordinary. */
    CharacterSet escape() {
        next();
        int codePoint = next();
        return switch (codePoint) {
            case 'd' -> CharacterSet.DIGIT;
            case 'D' -> CharacterSet.DIGIT.not();
            case 'w' -> CharacterSet.WORD;
            case 'W' -> CharacterSet.WORD.not();
            case 's' -> CharacterSet.SPACE;
            case 'S' -> CharacterSet.SPACE.not();
            default -> {
                if (CharacterSet.WORD.has(codePoint) || codePoint > '~' || codePoint < ' ') {
                    throw problem("\\" + Character.toString(codePoint) + " (expected: \\d, \\w, \\s or one of them in "
                            + "upper case, or \\ before a punctuation mark)");
                }
                yield CharacterSet.of(codePoint, codePoint);
            }
        };
    }

    /** To be thrown, with the place. */
    IllegalArgumentException problem(String what) {
        return new IllegalArgumentException(what + " at index " + at);
    }
}
