package io.mqttproxy.routing.regex;

/**
 * A deterministic automaton as a table. Immutable.
 *
 * <p>Code points that no position of the pattern tells apart share a column; {@code columns} holds where each next column
 * begins, {@code ascii} the columns of the first 128 code points.
 */
final class Automaton {

    static final int MOST_STATES = 1000;
    static final int START = 0;
    /** Nothing that follows can match any more. */
    static final int DEAD = -1;

    private static final int ASCII = 128;

    private final int[] columns;
    private final byte[] ascii;
    /** The next state by state and column, one row behind the other. */
    private final short[] table;

    private final boolean[] accepting;

    /**
     * Wraps a finished table.
     *
     * @param columns the first code points of the columns in ascending order, beginning with 0
     * @param table rows of as many states as there are columns
     * @param accepting by state
     */
    Automaton(int[] columns, short[] table, boolean[] accepting) {
        this.columns = columns;
        this.table = table;
        this.accepting = accepting;
        this.ascii = new byte[ASCII];
        for (int c = 0; c < ASCII; c++) {
            ascii[c] = (byte) search(c);
        }
    }

    /**
     * The automaton of a tree.
     *
     * @throws IllegalArgumentException when it would be too large
     */
    static Automaton of(Node node) {
        return new Subsets(node).automaton();
    }

    boolean accepts(String text) {
        int state = START;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            int column = codePoint < ASCII ? ascii[codePoint] : search(codePoint);
            state = table[state * columns.length + column];
            if (state == DEAD) {
                return false;
            }
        }
        return accepting[state];
    }

    /** The last column that begins at or before a code point. */
    private int search(int codePoint) {
        int low = 0;
        int high = columns.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (columns[middle] <= codePoint) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
