package io.mqttproxy.routing.regex;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Code points as ranges that are sorted, apart from each other and not empty. Immutable.
 *
 * @param ranges at least none
 */
record CharacterSet(List<Range> ranges) {

    static final CharacterSet ANY = of(0, Character.MAX_CODE_POINT);
    static final CharacterSet DIGIT = of('0', '9');
    static final CharacterSet WORD = DIGIT.or(of('a', 'z')).or(of('A', 'Z')).or(of('_', '_'));
    static final CharacterSet SPACE = of('\t', '\r').or(of(' ', ' '));

    /** Both ends included. */
    record Range(int from, int to) {}

    static CharacterSet of(int from, int to) {
        return new CharacterSet(List.of(new Range(from, to)));
    }

    CharacterSet or(CharacterSet other) {
        List<Range> all = new ArrayList<>(ranges);
        all.addAll(other.ranges);
        all.sort(Comparator.comparingInt(Range::from));
        List<Range> merged = new ArrayList<>();
        for (Range next : all) {
            int last = merged.size() - 1;
            if (last >= 0 && next.from() <= merged.get(last).to() + 1) {
                Range before = merged.get(last);
                merged.set(last, new Range(before.from(), Math.max(before.to(), next.to())));
            } else {
                merged.add(next);
            }
        }
        return new CharacterSet(List.copyOf(merged));
    }

    CharacterSet not() {
        List<Range> gaps = new ArrayList<>();
        int from = 0;
        for (Range range : ranges) {
            if (range.from() > from) {
                gaps.add(new Range(from, range.from() - 1));
            }
            from = range.to() + 1;
        }
        if (from <= Character.MAX_CODE_POINT) {
            gaps.add(new Range(from, Character.MAX_CODE_POINT));
        }
        return new CharacterSet(List.copyOf(gaps));
    }

    boolean has(int codePoint) {
        return ranges.stream().anyMatch(range -> range.from() <= codePoint && codePoint <= range.to());
    }
}
