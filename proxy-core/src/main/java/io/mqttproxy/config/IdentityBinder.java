package io.mqttproxy.config;

import io.mqttproxy.identity.CertificateField;
import io.mqttproxy.identity.IdentityRule;
import io.mqttproxy.identity.Template;
import io.mqttproxy.identity.TemplateException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a listener's section {@code identity}. */
final class IdentityBinder {
    static final List<String> KEYS = List.of("from", "pattern", "value", "allowWildcards", "maxSize");

    private static final SizeReader SIZE = new SizeReader(1, IdentityRule.LARGEST_SIZE);

    private IdentityBinder() {}

    static @Nullable IdentityRule bind(Value value) {
        Mapping mapping = value.mapping(KEYS);
        if (mapping == null) {
            return null;
        }
        CertificateField from = mapping.require("from", new CertificateFieldReader());
        boolean allowWildcards = mapping.read("allowWildcards", new BooleanReader(), false);
        int maxSize = mapping.read("maxSize", SIZE, IdentityRule.DEFAULT_SIZE);
        Value patternValue = mapping.get("pattern");
        Pattern pattern = patternValue == null ? null : patternValue.read(new PatternReader());
        if (patternValue != null && pattern == null) {
            return null; // without its groups the value cannot be judged
        }
        Template template = value(mapping.get("value"), pattern);
        return from == null || template == null
                ? null
                : new IdentityRule(from, pattern, template, allowWildcards, maxSize);
    }

    private static @Nullable Template value(@Nullable Value value, @Nullable Pattern pattern) {
        if (value == null) {
            return wholeField();
        }
        Template template = new TemplateBinder(
                        IdentityRule.variables(pattern), "a template such as ${from} or ${id} for a group (?<id>…)")
                .bind(value);
        if (template != null && template.constant()) {
            value.report("the same for every client (expected: at least one variable, such as ${from})");
            return null;
        }
        return template;
    }

    private static Template wholeField() {
        try {
            return Template.parse(IdentityRule.DEFAULT_VALUE, IdentityRule.variables(null));
        } catch (TemplateException e) {
            throw new IllegalStateException("the default is a template", e);
        }
    }
}
