package io.mqttproxy.routing;

import io.mqttproxy.routing.Condition.SourceCondition;
import io.mqttproxy.routing.Condition.TextCondition;
import io.mqttproxy.routing.Condition.VersionCondition;
import java.util.List;
import java.util.Locale;

/** The conditions by the names that the configuration gives them, for values that are a single text. */
public final class Conditions {

    private static final List<String> NAMES =
            List.of("listener", "sni", "alpn", "clientId", "username", "identity", "issuer", "mqttVersion", "source");

    private Conditions() {}

    /** The names that {@link #parse} takes, in the order of the documentation. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Reads a condition as the configuration writes it.
     *
     * @param name one of {@link #names()}
     * @param value a glob; for {@code mqttVersion} 3.1, 3.1.1 or 5; for {@code source} an address or a CIDR block
     * @throws IllegalArgumentException naming the value and what was expected
     */
    public static Condition parse(String name, String value) {
        return switch (name) {
            case "mqttVersion" -> version(value);
            case "source" -> new SourceCondition(Cidr.parse(value));
            case "sni" -> new TextCondition(RouteFact.SNI, new Glob(value.toLowerCase(Locale.ROOT)));
            default -> new TextCondition(fact(name), new Glob(value));
        };
    }

    /**
     * Reads a condition that is a regular expression for the whole text, see
     * {@link io.mqttproxy.routing.regex.LinearRegex}. Server names are compared in lower case.
     *
     * @param name the name of a text fact, such as {@code clientId}
     * @throws IllegalArgumentException saying what is wrong with the name or the expression
     */
    public static Condition parseRegex(String name, String expression) {
        return new TextCondition(fact(name), TextPattern.Regex.parse(expression));
    }

    private static RouteFact fact(String name) {
        return switch (name) {
            case "listener" -> RouteFact.LISTENER;
            case "sni" -> RouteFact.SNI;
            case "alpn" -> RouteFact.ALPN;
            case "clientId" -> RouteFact.CLIENT_ID;
            case "username" -> RouteFact.USERNAME;
            case "identity" -> RouteFact.IDENTITY;
            case "issuer" -> RouteFact.ISSUER;
            default ->
                throw new IllegalArgumentException(
                        name + ": no such condition (expected: " + String.join(", ", NAMES) + ")");
        };
    }

    private static Condition version(String value) {
        return switch (value) {
            case "3.1", "3" -> new VersionCondition(3);
            case "3.1.1", "4" -> new VersionCondition(4);
            case "5", "5.0" -> new VersionCondition(5);
            default -> throw new IllegalArgumentException("mqttVersion: " + value + " (expected: 3.1, 3.1.1 or 5)");
        };
    }
}
