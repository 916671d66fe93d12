package io.mqttproxy.config;

import io.mqttproxy.identity.Template;
import io.mqttproxy.identity.Variables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a listener's section {@code connect}, and keeps its templates for {@link ListenerChecks}. */
final class ConnectBinder {
    static final List<String> KEYS = List.of(
            "username", "password", "clientId", "emptyClientId", "require", "userProperties", "bridges", "versions");
    static final List<String> REQUIRE_KEYS = List.of("clientId", "username");

    private static final String KEEP = "keep";
    private static final int LONGEST_STRING = 65_535; // bytes, MQTT 5 section 1.5.4
    private static final TextRule PROPERTY_NAME = new TextRule(
            text -> text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_STRING, "the name of a user property");

    private final List<TemplateUse> uses = new ArrayList<>();

    /** The templates that were read so far. */
    List<TemplateUse> uses() {
        return uses;
    }

    ConnectConfig bind(@Nullable Value value) {
        Mapping mapping = value == null ? null : value.mapping(KEYS);
        if (mapping == null) {
            return ConnectConfig.DEFAULTS;
        }
        Template clientId = unlessKeep(mapping.get("clientId"));
        return new ConnectConfig(
                unlessKeep(mapping.get("username")),
                password(mapping.get("password")),
                clientId,
                emptyClientId(mapping.get("emptyClientId"), clientId),
                require(mapping.get("require")),
                userProperties(mapping.get("userProperties")),
                mapping.read("bridges", Choice.of(Bridges.values(), Bridges::configName), Bridges.PASS),
                versions(mapping.get("versions")));
    }

    private @Nullable Template emptyClientId(@Nullable Value value, @Nullable Template clientId) {
        Template template = value == null ? null : unlessKeep(value);
        if (value != null && template != null && clientId != null) {
            value.reading()
                    .problems()
                    .add(value.key(), "does nothing beside clientId (expected: clientId: keep, or no emptyClientId)");
        }
        return template;
    }

    /** The protocol levels, each at most once. */
    private static Set<Integer> versions(@Nullable Value value) {
        if (value == null) {
            return ConnectConfig.ALL_VERSIONS;
        }
        Set<Integer> versions = new LinkedHashSet<>();
        for (Value item : value.list("version")) {
            Integer version = item.read(new MqttVersionReader());
            if (version != null && !versions.add(version)) {
                item.reportUnexpected("each at most once");
            }
        }
        return Collections.unmodifiableSet(versions);
    }

    private @Nullable Template unlessKeep(@Nullable Value value) {
        return value == null || isKeep(value) ? null : template(value, "keep or a template such as ${identity}");
    }

    private @Nullable Template template(Value value, String expected) {
        return remember(value, new TemplateBinder(Variables.names(), expected).bind(value));
    }

    private @Nullable PasswordSource password(@Nullable Value value) {
        if (value == null) {
            return null;
        }
        if (isKeep(value)) {
            return new PasswordSource.Keep();
        }
        if (value.isMapping()) {
            Secret secret = SecretBinder.reference(value);
            return secret == null ? null : new PasswordSource.Fixed(secret);
        }
        String expected = "keep, a text, a template, {file: path} or {env: NAME}";
        Template template = remember(value, new TemplateBinder(Variables.names(), expected).bindSecret(value));
        if (template == null) {
            return null;
        }
        return template.constant()
                ? new PasswordSource.Fixed(new Secret.Literal(template.literalText()))
                : new PasswordSource.Rendered(template);
    }

    private Map<String, Template> require(@Nullable Value value) {
        Mapping mapping = value == null ? null : value.mapping(REQUIRE_KEYS);
        if (mapping == null) {
            return Map.of();
        }
        Map<String, Template> require = new LinkedHashMap<>();
        for (String key : REQUIRE_KEYS) {
            Value template = mapping.get(key);
            put(require, template, key);
        }
        return Collections.unmodifiableMap(require);
    }

    private Map<String, Template> userProperties(@Nullable Value value) {
        if (value == null) {
            return Map.of();
        }
        Map<String, Template> properties = new LinkedHashMap<>();
        for (Value property : value.entries("user property", PROPERTY_NAME)) {
            put(properties, property, property.name());
        }
        return Collections.unmodifiableMap(properties);
    }

    private void put(Map<String, Template> templates, @Nullable Value value, String key) {
        Template template = value == null ? null : template(value, "a template such as ${identity}");
        if (template != null) {
            templates.put(key, template);
        }
    }

    private @Nullable Template remember(Value value, @Nullable Template template) {
        if (template != null) {
            uses.add(new TemplateUse(template, value));
        }
        return template;
    }

    private static boolean isKeep(Value value) {
        return value.isText() && KEEP.equals(value.text(KEEP));
    }
}
