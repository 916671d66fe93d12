package io.mqttproxy.config;

import io.mqttproxy.identity.Template;
import io.mqttproxy.identity.TemplateException;
import io.mqttproxy.identity.VariableNames;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts environment variables into the texts of a configuration: {@code ${NAME}}, {@code ${NAME:-default}}.
 *
 * <p>Templates share the syntax for variables of their own, so that there, and wherever else one likes, it is
 * {@code ${env.NAME}}. As in a shell, the default counts when the variable is not set or empty.
 */
final class Environment {
    private static final String PREFIX = "env.";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Map<String, String> variables;

    Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** The value of a variable, or null when it is not set. */
    @Nullable String get(String name) {
        return variables.get(name);
    }

    /** Whether a variable could be named like this. */
    static boolean validName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * Puts the environment into a text that is no template.
     *
     * @throws BadValue when a variable is not set and has no default; the message does not contain the text
     */
    String substitute(String text) throws BadValue {
        if (text.indexOf('$') < 0) {
            return text;
        }
        try {
            Template template = Template.parse(text, name -> validName(plainName(name)), VariableNames.NONE);
            return bind(template, name -> true).literalText();
        } catch (TemplateException e) {
            throw BadValue.because(
                    "${…} that names no environment variable", "${NAME}, ${NAME:-default}, or $${ for a plain ${");
        }
    }

    /** Whether a template's variable is one of the environment's. */
    static boolean isReference(String name) {
        return name.startsWith(PREFIX) && validName(plainName(name));
    }

    /**
     * Puts the environment into a template.
     *
     * @param mine which of its variables are the environment's
     * @throws BadValue when one of those is not set and has no default
     */
    Template bind(Template template, Predicate<String> mine) throws BadValue {
        String[] missing = {null};
        Template bound = template.bind((name, fallback) -> {
            if (!mine.test(name)) {
                return null;
            }
            String value = variables.get(plainName(name));
            if (value == null && fallback == null) {
                missing[0] = name;
            }
            return value == null || (value.isEmpty() && fallback != null) ? orEmpty(fallback) : value;
        });
        if (missing[0] != null) {
            String name = missing[0];
            throw BadValue.because(
                    "environment variable " + plainName(name) + " is not set",
                    "a value for it, or a default as in ${" + name + ":-default}");
        }
        return bound;
    }

    private static String orEmpty(@Nullable String fallback) {
        return fallback == null ? "" : fallback;
    }

    private static String plainName(String name) {
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }
}
