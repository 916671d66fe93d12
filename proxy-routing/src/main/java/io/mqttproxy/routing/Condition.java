package io.mqttproxy.routing;

import java.util.List;
import java.util.Locale;

/** One thing that a route asks of a client. Immutable; two are equal when they ask the same. */
public sealed interface Condition {

    /** Whether this client meets the condition. */
    boolean matches(RouteKey key);

    /** Whether every client meets it, so that it may as well be left out. */
    boolean alwaysMatches();

    /** The names that {@link #parse} takes. */
    static List<String> names() {
        return List.of("listener", "sni", "clientId", "username", "identity", "mqttVersion", "source");
    }

    /**
     * Reads a condition as the configuration writes it.
     *
     * @param name one of {@link #names()}
     * @param value a glob; for {@code mqttVersion} 3.1, 3.1.1 or 5; for {@code source} an address or a CIDR block
     * @throws IllegalArgumentException naming the value and what was expected
     */
    static Condition parse(String name, String value) {
        return switch (name) {
            case "listener" -> new TextCondition(RouteFact.LISTENER, new Glob(value));
            case "sni" -> new TextCondition(RouteFact.SNI, new Glob(value.toLowerCase(Locale.ROOT)));
            case "clientId" -> new TextCondition(RouteFact.CLIENT_ID, new Glob(value));
            case "username" -> new TextCondition(RouteFact.USERNAME, new Glob(value));
            case "identity" -> new TextCondition(RouteFact.IDENTITY, new Glob(value));
            case "mqttVersion" -> VersionCondition.parse(value);
            case "source" -> new SourceCondition(Cidr.parse(value));
            default ->
                throw new IllegalArgumentException(
                        name + ": no such condition (expected: " + String.join(", ", names()) + ")");
        };
    }

    /**
     * Asks that a text fact matches a glob; a client that lacks the fact does not match.
     *
     * @param fact which fact
     * @param glob what it must match; in lower case for {@link RouteFact#SNI}
     */
    record TextCondition(RouteFact fact, Glob glob) implements Condition {
        @Override
        public boolean matches(RouteKey key) {
            return glob.matches(fact.of(key));
        }

        @Override
        public boolean alwaysMatches() {
            return !fact.optional() && glob.matchesEveryText();
        }
    }

    /**
     * Asks for a version of MQTT.
     *
     * @param level the protocol level: 3 (MQTT 3.1), 4 (3.1.1) or 5
     */
    record VersionCondition(int level) implements Condition {

        static VersionCondition parse(String value) {
            return switch (value) {
                case "3.1", "3" -> new VersionCondition(3);
                case "3.1.1", "4" -> new VersionCondition(4);
                case "5", "5.0" -> new VersionCondition(5);
                default -> throw new IllegalArgumentException("mqttVersion: " + value + " (expected: 3.1, 3.1.1 or 5)");
            };
        }

        @Override
        public boolean matches(RouteKey key) {
            return key.mqttVersion() == level;
        }

        @Override
        public boolean alwaysMatches() {
            return false;
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
    }
}
