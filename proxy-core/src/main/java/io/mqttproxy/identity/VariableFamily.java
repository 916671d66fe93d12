package io.mqttproxy.identity;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Variables that share the start of their names and are too many to be listed, such as {@code cert.subject.<attribute>}.
 *
 * @param prefix the start of the names, with the dot
 * @param members whether there is a variable with this text behind the prefix
 * @param usual members that are offered for a mistyped name, best first
 * @param placeholder how messages list what stands behind the prefix, such as {@code <attribute>}
 * @param expected what stands there, for the message about a name that does not
 */
public record VariableFamily(
        String prefix, Predicate<String> members, Collection<String> usual, String placeholder, String expected) {
    /** Copies the list. */
    public VariableFamily {
        usual = List.copyOf(usual);
    }

    /** Whether this is the name of one of them. */
    boolean contains(String name) {
        return name.startsWith(prefix) && members.test(name.substring(prefix.length()));
    }
}
