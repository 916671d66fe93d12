package io.mqttproxy.identity;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The variables that templates of one kind may use: some by name, some by family. Immutable.
 *
 * @param single names that are listed, in this order
 * @param families the others
 */
public record VariableNames(Set<String> single, List<VariableFamily> families) {
    /** No variable at all. */
    public static final VariableNames NONE = of(Set.of());

    /** Copies both. */
    public VariableNames {
        single = Collections.unmodifiableSet(new LinkedHashSet<>(single));
        families = List.copyOf(families);
    }

    /** A closed set. */
    public static VariableNames of(Set<String> names) {
        return new VariableNames(names, List.of());
    }

    /** Whether there is a variable of this name. */
    public boolean contains(String name) {
        return single.contains(name) || families.stream().anyMatch(family -> family.contains(name));
    }

    /** All names that can be told. */
    public Set<String> all() {
        Set<String> all = new LinkedHashSet<>(single);
        families.forEach(family -> family.usual().forEach(member -> all.add(family.prefix() + member)));
        return all;
    }

    /** What to write instead of a name that is none of these, for messages: the nearest, or what there is. */
    String insteadOf(String name) {
        String nearest = NearestName.of(name, all());
        if (nearest != null) {
            return "${" + nearest + "}";
        }
        for (VariableFamily family : families) {
            if (name.startsWith(family.prefix())) {
                return "behind " + family.prefix() + " " + family.expected();
            }
        }
        return "one of " + listed();
    }

    /** For messages: the names, then a placeholder for each family. */
    public String listed() {
        return Stream.concat(single.stream(), families.stream().map(family -> family.prefix() + family.placeholder()))
                .collect(Collectors.joining(", "));
    }

    /** Those of these whose names start with a prefix. */
    VariableNames startingWith(String prefix) {
        return new VariableNames(
                single.stream()
                        .filter(name -> name.startsWith(prefix))
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                families.stream()
                        .filter(family -> family.prefix().startsWith(prefix))
                        .toList());
    }

    /** These behind others. */
    VariableNames after(Set<String> first) {
        Set<String> names = new LinkedHashSet<>(first);
        names.addAll(single);
        return new VariableNames(names, families);
    }
}
