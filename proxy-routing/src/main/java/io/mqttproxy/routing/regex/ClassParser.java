package io.mqttproxy.routing.regex;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one character class, such as {@code [a-z_]} or {@code [^/]}. */
final class ClassParser {

    private final Scanner in;

    ClassParser(Scanner in) {
        this.in = in;
    }

    CharacterSet parse() {
        in.next();
        boolean negated = in.skip('^');
        @Nullable CharacterSet all = null;
        while (in.peek() != ']') {
            CharacterSet item = item();
            all = all == null ? item : all.or(item);
        }
        if (all == null) {
            throw in.problem("an empty class");
        }
        in.next();
        return negated ? all.not() : all;
    }

    /** A range, a single character, or a class by its letter. A hyphen first or last stands for itself. */
    private CharacterSet item() {
        CharacterSet from = end();
        if (in.peek() != '-') {
            return from;
        }
        in.next();
        if (in.peek() == ']') {
            return from.or(CharacterSet.of('-', '-'));
        }
        CharacterSet to = end();
        int first = single(from);
        int last = single(to);
        if (first > last) {
            throw in.problem("a range that runs backwards");
        }
        return CharacterSet.of(first, last);
    }

    private CharacterSet end() {
        int next = in.peek();
        if (next == '\\') {
            return in.escape();
        }
        if (next == '[' || next == '&') { // Java and others give [a[b]] and [a&&b] a meaning
            throw in.problem(Character.toString(next) + " in a class (expected: \\" + Character.toString(next) + ")");
        }
        int codePoint = in.next();
        return CharacterSet.of(codePoint, codePoint);
    }

    private int single(CharacterSet end) {
        List<CharacterSet.Range> ranges = end.ranges();
        if (ranges.size() != 1 || ranges.get(0).from() != ranges.get(0).to()) {
            throw in.problem("a range that ends in a class");
        }
        return ranges.get(0).from();
    }
}
