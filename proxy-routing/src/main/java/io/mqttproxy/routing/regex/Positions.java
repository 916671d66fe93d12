package io.mqttproxy.routing.regex;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The characters of a pattern, numbered, and which may come behind which (Glushkov's construction, 1961). Counted
 * repetitions are written out here, so the number of positions is bounded, and so is the work.
 */
final class Positions {

    private static final int MOST_POSITIONS = 1000;
    private static final int MOST_STEPS = 20_000;

    private final List<CharacterSet> characters = new ArrayList<>();
    private final List<BitSet> follow = new ArrayList<>();
    private int steps;

    /**
     * A part of the pattern.
     *
     * @param nullable whether it matches the empty text
     * @param first the positions that it can begin with
     * @param last the positions that it can end with
     */
    record Part(boolean nullable, BitSet first, BitSet last) {}

    /** What each position matches. */
    List<CharacterSet> characters() {
        return characters;
    }

    /** The positions that may come behind this one. */
    BitSet follow(int position) {
        return follow.get(position);
    }

    /** The positions that match this code point. */
    BitSet matching(int codePoint) {
        BitSet matching = new BitSet();
        for (int position = 0; position < characters.size(); position++) {
            matching.set(position, characters.get(position).has(codePoint));
        }
        return matching;
    }

    /**
     * Numbers the positions of a tree; each visit makes new ones.
     *
     * @throws IllegalArgumentException when there are too many of them
     */
    Part add(Node node) {
        if (++steps > MOST_STEPS) {
            throw tooLarge();
        }
        if (node instanceof Node.One one) {
            return one(one.characters());
        }
        if (node instanceof Node.Both both) {
            return behind(add(both.first()), add(both.second()));
        }
        if (node instanceof Node.Either either) {
            return either(add(either.first()), add(either.second()));
        }
        if (node instanceof Node.Repeat repeat) {
            return repeat(repeat);
        }
        return nothing();
    }

    private Part one(CharacterSet set) {
        if (characters.size() == MOST_POSITIONS) {
            throw tooLarge();
        }
        BitSet itself = new BitSet();
        itself.set(characters.size());
        characters.add(set);
        follow.add(new BitSet());
        return new Part(false, itself, itself);
    }

    private Part behind(Part first, Part second) {
        first.last().stream().forEach(position -> follow.get(position).or(second.first()));
        return new Part(
                first.nullable() && second.nullable(),
                first.nullable() ? union(first.first(), second.first()) : first.first(),
                second.nullable() ? union(first.last(), second.last()) : second.last());
    }

    private static Part either(Part one, Part other) {
        return new Part(
                one.nullable() || other.nullable(), union(one.first(), other.first()), union(one.last(), other.last()));
    }

    private Part repeat(Node.Repeat repeat) {
        Part all = nothing();
        for (int i = 0; i < repeat.min(); i++) {
            all = behind(all, add(repeat.node()));
        }
        if (repeat.max() == Node.Repeat.UNBOUNDED) {
            Part more = add(repeat.node());
            return behind(all, optional(behind(more, more)));
        }
        for (int i = repeat.min(); i < repeat.max(); i++) {
            all = behind(all, optional(add(repeat.node())));
        }
        return all;
    }

    private static Part optional(Part part) {
        return new Part(true, part.first(), part.last());
    }

    private static Part nothing() {
        return new Part(true, new BitSet(), new BitSet());
    }

    private static BitSet union(BitSet one, BitSet other) {
        BitSet both = (BitSet) one.clone();
        both.or(other);
        return both;
    }

    private static IllegalArgumentException tooLarge() {
        return new IllegalArgumentException(
                "more than " + MOST_POSITIONS + " characters when its counts are written out");
    }
}
