package io.mqttproxy.routing.regex;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Makes the automaton: each state is the set of positions that may come next (Rabin and Scott 1959). Used once. */
final class Subsets {

    /** A column's number fits a byte. */
    private static final int MOST_COLUMNS = 127;

    /** A state before it has a number. */
    private record State(BitSet next, boolean accepting) {}

    private final Positions positions = new Positions();
    private final Positions.Part whole;
    private final int[] columns;
    /** The positions that match the characters of each column. */
    private final List<BitSet> matching = new ArrayList<>();

    private final Map<State, Integer> numbers = new HashMap<>();
    private final List<State> states = new ArrayList<>();
    private final List<short[]> rows = new ArrayList<>();

    Subsets(Node node) {
        this.whole = positions.add(node);
        this.columns = columns();
        for (int column : columns) {
            matching.add(positions.matching(column));
        }
    }

    Automaton automaton() {
        number(new State(whole.first(), whole.nullable()));
        for (int state = 0; state < states.size(); state++) {
            short[] row = new short[columns.length];
            for (int column = 0; column < columns.length; column++) {
                row[column] = (short) after(states.get(state), matching.get(column));
            }
            rows.add(row);
        }
        short[] table = new short[states.size() * columns.length];
        boolean[] accepting = new boolean[states.size()];
        for (int state = 0; state < states.size(); state++) {
            System.arraycopy(rows.get(state), 0, table, state * columns.length, columns.length);
            accepting[state] = states.get(state).accepting();
        }
        return new Automaton(columns, table, accepting);
    }

    private int after(State state, BitSet matching) {
        BitSet taken = (BitSet) state.next().clone();
        taken.and(matching);
        BitSet next = new BitSet();
        for (int p = taken.nextSetBit(0); p >= 0; p = taken.nextSetBit(p + 1)) {
            next.or(positions.follow(p));
        }
        boolean accepting = taken.intersects(whole.last());
        return next.isEmpty() && !accepting ? Automaton.DEAD : number(new State(next, accepting));
    }

    private int number(State state) {
        Integer known = numbers.get(state);
        if (known != null) {
            return known;
        }
        if (states.size() == Automaton.MOST_STATES) {
            throw new IllegalArgumentException(
                    "more than " + Automaton.MOST_STATES + " states (expected: fewer counts behind . or wide classes)");
        }
        numbers.put(state, states.size());
        states.add(state);
        return states.size() - 1;
    }

    /** Where a range of any position begins, or the code points behind one do. */
    private int[] columns() {
        TreeSet<Integer> starts = new TreeSet<>(List.of(0));
        for (CharacterSet set : positions.characters()) {
            for (CharacterSet.Range range : set.ranges()) {
                starts.add(range.from());
                starts.add(Math.min(range.to(), Character.MAX_CODE_POINT - 1) + 1);
            }
        }
        if (starts.size() > MOST_COLUMNS) {
            throw new IllegalArgumentException("more than " + MOST_COLUMNS + " different characters");
        }
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }
}
