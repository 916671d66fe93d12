package io.mqttproxy.routing;

/**
 * One thing that a route asks of a client. Immutable; two are equal when they ask the same. Takes a few hundred
 * nanoseconds, whatever the client sends.
 */
public sealed interface Condition {

    /** Whether this client meets the condition. */
    boolean matches(RouteKey key);

    /** Whether every client meets it, so that it may as well be left out. */
    boolean alwaysMatches();

    /** Whether certainly every client that meets the other condition meets this one, too. */
    boolean covers(Condition other);

    /** Whether it looks at this fact. */
    default boolean asksFor(RouteFact fact) {
        return false;
    }

    /**
     * Asks that a text fact matches a pattern; a client that lacks the fact does not match.
     *
     * @param fact which fact
     * @param pattern what it must match; in lower case for {@link RouteFact#SNI}
     */
    record TextCondition(RouteFact fact, TextPattern pattern) implements Condition {
        @Override
        public boolean matches(RouteKey key) {
            return pattern.matches(fact.of(key));
        }

        @Override
        public boolean alwaysMatches() {
            return !fact.optional() && pattern.matchesEveryText();
        }

        @Override
        public boolean covers(Condition other) {
            return other instanceof TextCondition that && fact == that.fact && pattern.covers(that.pattern);
        }

        @Override
        public boolean asksFor(RouteFact wanted) {
            return fact == wanted;
        }
    }

    /**
     * Asks for a version of MQTT.
     *
     * @param level the protocol level: 3 (MQTT 3.1), 4 (3.1.1) or 5
     */
    record VersionCondition(int level) implements Condition {
        @Override
        public boolean matches(RouteKey key) {
            return key.mqttVersion() == level;
        }

        @Override
        public boolean alwaysMatches() {
            return false;
        }

        @Override
        public boolean covers(Condition other) {
            return equals(other);
        }
    }

    /**
     * Asks that the client's address lies in a block.
     *
     * @param block the block
     */
    record SourceCondition(Cidr block) implements Condition {
        @Override
        public boolean matches(RouteKey key) {
            return block.contains(key.source());
        }

        @Override
        public boolean alwaysMatches() {
            return false;
        }

        @Override
        public boolean covers(Condition other) {
            return other instanceof SourceCondition that && block.covers(that.block);
        }
    }

    /**
     * Asks how often the client lets itself be heard. A Keep Alive of 0 turns the check off (MQTT 5 section 3.1.2.10), so
     * it counts as longer than any other.
     *
     * @param minSeconds the least, 0 to 65535
     * @param maxSeconds the most, at least {@code minSeconds}; {@link #NO_LIMIT} for any, none included
     */
    record KeepAliveCondition(int minSeconds, int maxSeconds) implements Condition {

        /** More than the two bytes in a CONNECT can say. */
        public static final int NO_LIMIT = 65_536;

        /**
         * Checks both bounds.
         *
         * @throws IllegalArgumentException naming the bound, its value and what was expected
         */
        public KeepAliveCondition {
            Check.range("min", minSeconds, 0, NO_LIMIT - 1);
            Check.range("max", maxSeconds, Math.max(1, minSeconds), NO_LIMIT);
        }

        @Override
        public boolean matches(RouteKey key) {
            int seconds = key.keepAlive() == 0 ? NO_LIMIT : key.keepAlive();
            return minSeconds <= seconds && seconds <= maxSeconds;
        }

        @Override
        public boolean alwaysMatches() {
            return minSeconds <= 1 && maxSeconds == NO_LIMIT;
        }

        @Override
        public boolean covers(Condition other) {
            return other instanceof KeepAliveCondition that
                    && minSeconds <= that.minSeconds
                    && that.maxSeconds <= maxSeconds;
        }
    }
}
