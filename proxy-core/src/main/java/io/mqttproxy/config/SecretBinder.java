package io.mqttproxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a secret: a text, {@code {file: path}} or {@code {env: NAME}}. Never shows one. */
final class SecretBinder {
    static final List<String> KEYS = List.of("file", "env");

    private static final String EXPECTED = "a text, {file: path} or {env: NAME}";

    private SecretBinder() {}

    static @Nullable Secret bind(Value value) {
        if (value.isMapping()) {
            return reference(value);
        }
        String text = value.text(EXPECTED);
        return text == null ? null : literal(value, text);
    }

    /** {@code {file: path}} or {@code {env: NAME}}. */
    static @Nullable Secret reference(Value value) {
        Mapping mapping = value.mapping(KEYS);
        if (mapping == null) {
            return null;
        }
        Value file = mapping.get("file");
        Value variable = mapping.get("env");
        if ((file == null) == (variable == null)) {
            value.report((file == null ? "neither file nor env" : "both file and env") + " (expected: one of them)");
            return null;
        }
        return file != null ? fromFile(file) : variable != null ? fromEnvironment(variable) : null;
    }

    private static @Nullable Secret literal(Value value, String text) {
        try {
            String secret = value.reading().environment().substitute(text);
            if (secret.isEmpty()) {
                throw BadValue.because("empty", EXPECTED);
            }
            return new Secret.Literal(secret);
        } catch (BadValue e) {
            value.report(e.message(Secret.HIDDEN, EXPECTED));
            return null;
        }
    }

    private static @Nullable Secret fromFile(Value value) {
        FileRef file = FileRefReader.existing(value, "a file with the secret in it");
        return file == null ? null : new Secret.FromFile(file);
    }

    private static @Nullable Secret fromEnvironment(Value value) {
        String name = value.read(new TextRule(Environment::validName, "the name of an environment variable"));
        if (name == null) {
            return null;
        }
        String secret = value.reading().environment().get(name);
        if (secret == null || secret.isEmpty()) {
            String state = secret == null ? "not set" : "empty";
            value.report("environment variable " + name + " is " + state + " (expected: the secret in it)");
            return null;
        }
        return new Secret.FromEnvironment(name, secret);
    }
}
