package io.mqttproxy.config;

import io.mqttproxy.identity.CleanText;
import io.mqttproxy.identity.NearestName;
import io.mqttproxy.identity.Printable;
import io.mqttproxy.identity.Template;
import io.mqttproxy.identity.TemplateException;
import io.mqttproxy.identity.Variables;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads templates, in which the environment is {@code ${env.NAME}}. */
final class TemplateBinder {
    private final Set<String> names;
    private final String expected;

    /**
     * For templates of one kind.
     *
     * @param names the variables that they may use
     * @param expected what is expected, for messages
     */
    TemplateBinder(Set<String> names, String expected) {
        this.names = names;
        this.expected = expected;
    }

    /** A template of visible text, not empty. */
    @Nullable Template bind(Value value) {
        String text = value.text(expected);
        if (text == null) {
            return null;
        }
        try {
            Template template = parse(value, text);
            if (text.isEmpty() || (template.constant() && template.literalText().isEmpty())) {
                throw BadValue.because("empty", expected);
            }
            if (CleanText.firstUnclean(text) >= 0 || CleanText.firstUnclean(template.literalText()) >= 0) {
                throw BadValue.because("characters that are not visible", expected);
            }
            return template;
        } catch (BadValue e) {
            value.report(e.message(Printable.of(text), expected));
        } catch (TemplateException e) {
            value.report(String.valueOf(e.getMessage()));
        }
        return null;
    }

    /** A template whose text is a secret: any characters, and nothing of it in messages. */
    @Nullable Template bindSecret(Value value) {
        String text = value.text(expected);
        if (text == null) {
            return null;
        }
        try {
            Template template = parse(value, text);
            if (text.isEmpty() || (template.constant() && template.literalText().isEmpty())) {
                throw BadValue.because("empty", expected);
            }
            return template;
        } catch (BadValue e) {
            value.report(e.message(Secret.HIDDEN, expected));
        } catch (TemplateException e) {
            value.report("${…} that names no variable (expected: one such as ${identity}, or $${ for a plain ${)");
        }
        return null;
    }

    private Template parse(Value value, String text) throws BadValue, TemplateException {
        String[] unknown = {null};
        try {
            Template template = Template.parse(text, name -> known(name, unknown), names);
            return value.reading().environment().bind(template, Environment::isReference);
        } catch (TemplateException e) {
            String name = unknown[0];
            if (name != null && Environment.validName(name) && NearestName.of(name, names) == null) {
                throw new TemplateException("unknown variable ${" + name + "} (expected: ${env." + name
                        + "} for the environment, or one of " + String.join(", ", names) + ")");
            }
            throw e;
        }
    }

    private boolean known(String name, String[] unknown) {
        boolean known = names.contains(name)
                || Environment.isReference(name)
                || (names.equals(Variables.names()) && Variables.known(name));
        if (!known) {
            unknown[0] = name;
        }
        return known;
    }
}
