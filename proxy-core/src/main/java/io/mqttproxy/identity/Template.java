package io.mqttproxy.identity;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Text with variables: {@code ${name}}, {@code ${name:-default}}; a doubled dollar sign, as in {@code $${name}},
 * stands for a single one that starts no variable.
 *
 * <p>A variable without a value and without a default fails the whole text; nothing is ever rendered in part. The default
 * counts when the value is absent, not when it is untrustworthy, and not when it is the empty text. It is plain text up to
 * the next closing brace: no variable, and no brace, can stand in it. Immutable.
 */
public final class Template {
    private final List<Part> parts;

    Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** As {@link #parse(String, VariableNames)}, with a closed set of names. */
    public static Template parse(String text, Set<String> names) throws TemplateException {
        return parse(text, VariableNames.of(names));
    }

    /** As {@link #parse(String, Predicate, VariableNames)}, where the names that are offered are all that exist. */
    public static Template parse(String text, VariableNames names) throws TemplateException {
        return parse(text, names::contains, names);
    }

    /**
     * Reads a template.
     *
     * @param text as the operator wrote it
     * @param known whether a variable exists
     * @param offered names to tell when one does not exist
     * @throws TemplateException for an unknown variable, one that is not closed, or one inside a default
     */
    public static Template parse(String text, Predicate<String> known, VariableNames offered) throws TemplateException {
        return new Template(new TemplateParser(text, known, offered).parse());
    }

    /**
     * The text for one client.
     *
     * @return may be empty
     * @throws IdentityException when a variable has neither value nor default, or its value cannot be trusted
     */
    public String render(Facts facts) throws IdentityException {
        if (parts.size() == 1) {
            return parts.get(0).render(facts);
        }
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.render(facts));
        }
        return text.toString();
    }

    /**
     * Replaces variables whose values are known for good, such as those of the environment.
     *
     * @param constants asked for every variable
     * @return a template that renders their values, whatever characters these contain
     */
    public Template bind(Constants constants) {
        return new Template(parts.stream().map(part -> part.bind(constants)).collect(Collectors.toList()));
    }

    /** Whether the text is the same for every client. */
    public boolean constant() {
        return parts.stream().allMatch(Literal.class::isInstance);
    }

    /** The text between the variables, joined; with {@link #constant()} the whole text. Defaults are not part of it. */
    public String literalText() {
        return parts.stream()
                .filter(Literal.class::isInstance)
                .map(part -> ((Literal) part).text())
                .collect(Collectors.joining());
    }

    /** The variables in order of appearance, also those with a default. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (Part part : parts) {
            if (part instanceof Variable variable) {
                names.add(variable.name());
            }
        }
        return Collections.unmodifiableSet(names);
    }

    /** The variables without which it cannot be rendered: those that have no default. */
    public Set<String> required() {
        Set<String> names = new LinkedHashSet<>();
        for (Part part : parts) {
            if (part instanceof Variable variable && variable.fallback() == null) {
                names.add(variable.name());
            }
        }
        return Collections.unmodifiableSet(names);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Template template && parts.equals(template.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    /** The template as it could be written. */
    @Override
    public String toString() {
        return parts.stream().map(Part::toString).collect(Collectors.joining());
    }

    /** Values that are known before any client is. */
    @FunctionalInterface
    public interface Constants {
        /**
         * The value of a variable.
         *
         * @param name the variable
         * @param fallback its default, or null when it has none
         * @return the value; null leaves the variable in the template
         */
        @Nullable String value(String name, @Nullable String fallback);
    }

    sealed interface Part {
        String render(Facts facts) throws IdentityException;

        default Part bind(Constants constants) {
            return this;
        }
    }

    record Literal(String text) implements Part {
        @Override
        public String render(Facts facts) {
            return text;
        }

        @Override
        public String toString() {
            return text.replace("${", "$${");
        }
    }

    record Variable(String name, @Nullable String fallback) implements Part {
        @Override
        public String render(Facts facts) throws IdentityException {
            String value = facts.value(name);
            if (value != null) {
                return value;
            }
            if (fallback == null) {
                throw new IdentityException(name + ": no value (expected: one, or a default as in ${" + name + ":-…})");
            }
            return fallback;
        }

        @Override
        public Part bind(Constants constants) {
            String value = constants.value(name, fallback);
            return value == null ? this : new Literal(value);
        }

        @Override
        public String toString() {
            return "${" + name + (fallback == null ? "" : ":-" + fallback) + "}";
        }
    }
}
