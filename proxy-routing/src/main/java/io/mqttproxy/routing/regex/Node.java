package io.mqttproxy.routing.regex;

/** A pattern as a tree. Counted repetitions stay counted: they are written out only when positions are numbered. */
sealed interface Node {

    /** Matches the empty text alone. */
    record Empty() implements Node {}

    /** Matches one character. */
    record One(CharacterSet characters) implements Node {}

    /** One behind the other. */
    record Both(Node first, Node second) implements Node {}

    /** One or the other. */
    record Either(Node first, Node second) implements Node {}

    /**
     * Several times.
     *
     * @param min 0 to {@link Parser#MOST_REPEATS}
     * @param max at least {@code min}, or {@link #UNBOUNDED}
     */
    record Repeat(Node node, int min, int max) implements Node {
        static final int UNBOUNDED = -1;
    }
}
