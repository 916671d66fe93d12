package io.mqttproxy.identity;

import io.mqttproxy.identity.Template.Literal;
import io.mqttproxy.identity.Template.Part;
import io.mqttproxy.identity.Template.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Splits a template into literal text and variables, in one pass. */
final class TemplateParser {
    private final String text;
    private final Predicate<String> known;
    private final VariableNames offered;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();

    TemplateParser(String text, Predicate<String> known, VariableNames offered) {
        this.text = text;
        this.known = known;
        this.offered = offered;
    }

    List<Part> parse() throws TemplateException {
        int position = 0;
        while (position < text.length()) {
            if (text.startsWith("$${", position)) {
                literal.append("${");
                position += 3;
            } else if (text.startsWith("${", position)) {
                position = variable(position + 2);
            } else {
                literal.append(text.charAt(position++));
            }
        }
        endLiteral();
        return parts;
    }

    /** Reads from behind the opening brace and returns the index behind the brace that closes it. */
    private int variable(int start) throws TemplateException {
        int close = text.indexOf('}', start);
        if (close < 0) {
            throw new TemplateException("${ without } (expected: ${name}, or $${ for a plain ${)");
        }
        String inside = text.substring(start, close);
        int separator = inside.indexOf(":-");
        String name = separator < 0 ? inside : inside.substring(0, separator);
        check(name);
        String fallback = separator < 0 ? null : inside.substring(separator + 2);
        if (fallback != null && fallback.contains("${")) {
            // The brace that closes it would be taken for the outer one's.
            throw new TemplateException("${" + name + ":-…} with a variable as its default (expected: plain text)");
        }
        endLiteral();
        parts.add(new Variable(name, fallback));
        return close + 1;
    }

    private void check(String name) throws TemplateException {
        if (known.test(name)) {
            return;
        }
        throw new TemplateException(
                "unknown variable ${" + shown(name) + "} (expected: " + offered.insteadOf(name) + ")");
    }

    private static String shown(String name) {
        return name.isEmpty() ? "" : Printable.of(name);
    }

    private void endLiteral() {
        if (!literal.isEmpty()) {
            parts.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }
}
