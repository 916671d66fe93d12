package io.mqttproxy.routing.regex;

/** Reads one pattern by recursive descent; used once. */
final class Parser {

    /** What a count in braces may be. */
    static final int MOST_REPEATS = 1000;

    /** Groups within groups; each costs a few stack frames here and in {@link Positions}. */
    private static final int DEEPEST = 50;

    private final Scanner in;
    private int depth;

    Parser(String pattern) {
        this.in = new Scanner(pattern);
    }

    Node parse() {
        in.skip('^');
        Node node = alternatives();
        in.skipLast('$');
        if (!in.atEnd()) {
            throw in.problem(in.peek() == ')' ? "a ) without its (" : "a $ that is not at the end");
        }
        return node;
    }

    private Node alternatives() {
        Node node = sequence();
        while (in.skip('|')) {
            node = new Node.Either(node, sequence());
        }
        return node;
    }

    private Node sequence() {
        Node node = new Node.Empty();
        while (!in.atEnd() && in.peek() != '|' && in.peek() != ')' && in.peek() != '$') {
            Node next = quantified();
            node = node instanceof Node.Empty ? next : new Node.Both(node, next);
        }
        return node;
    }

    private Node quantified() {
        Node atom = atom();
        Node node = atom;
        if (in.skip('*')) {
            node = new Node.Repeat(atom, 0, Node.Repeat.UNBOUNDED);
        } else if (in.skip('+')) {
            node = new Node.Repeat(atom, 1, Node.Repeat.UNBOUNDED);
        } else if (in.skip('?')) {
            node = new Node.Repeat(atom, 0, 1);
        } else if (in.skip('{')) {
            node = counted(atom);
        }
        if (node != atom) {
            in.skip('?'); // a reluctant quantifier: of no consequence when the whole text must match
            if (!in.atEnd() && "*+?{".indexOf(in.peek()) >= 0) {
                throw in.problem("a quantifier behind a quantifier");
            }
        }
        return node;
    }

    private Node counted(Node atom) {
        int min = in.number(MOST_REPEATS);
        int max = min;
        if (in.skip(',')) {
            max = in.peek() == '}' ? Node.Repeat.UNBOUNDED : in.number(MOST_REPEATS);
        }
        if (!in.skip('}')) {
            throw in.problem("a count without its }");
        }
        if (max != Node.Repeat.UNBOUNDED && max < min) {
            throw in.problem("a count from " + min + " to " + max);
        }
        return new Node.Repeat(atom, min, max);
    }

    private Node atom() {
        return switch (in.peek()) {
            case '(' -> group();
            case '[' -> new Node.One(new ClassParser(in).parse());
            case '.' -> {
                in.next();
                yield new Node.One(CharacterSet.ANY);
            }
            case '\\' -> new Node.One(in.escape());
            case '*', '+', '?', '{' -> throw in.problem("a quantifier behind nothing");
            case '^' -> throw in.problem("a ^ that is not at the start");
            default -> {
                int codePoint = in.next();
                yield new Node.One(CharacterSet.of(codePoint, codePoint));
            }
        };
    }

    private Node group() {
        in.next();
        if (in.skip('?') && !in.skip(':')) {
            throw in.problem("a group that begins with (? (expected: (…) or (?:…))");
        }
        if (++depth > DEEPEST) {
            throw in.problem("more than " + DEEPEST + " groups within each other");
        }
        Node node = alternatives();
        depth--;
        if (in.peek() == '$') {
            throw in.problem("a $ that is not at the end");
        }
        if (!in.skip(')')) {
            throw in.problem("a ( without its )");
        }
        return node;
    }
}
