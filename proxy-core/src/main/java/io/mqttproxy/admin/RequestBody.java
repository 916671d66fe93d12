package io.mqttproxy.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads the body of a request: a JSON object. JSON is read as the YAML that it is, by the safe
 * constructor, which makes nothing but texts, numbers, lists and maps.
 */
final class RequestBody {

    private RequestBody() {}

    /** Members that are texts, in their order, none for no body at all; null when the body is anything else. */
    static @Nullable Map<String, String> texts(String body) {
        @Nullable Map<String, @Nullable Object> members = members(body);
        if (members == null) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> member : members.entrySet()) {
            if (!(member.getValue() instanceof String text)) {
                return null;
            }
            texts.put(member.getKey(), text);
        }
        return texts;
    }

    /**
     * The members in their order, none for no body at all: texts, numbers, lists, maps and nulls. Null when the body is anything else.
     */
    static @Nullable Map<String, @Nullable Object> members(String body) {
        if (body.isBlank()) {
            return Map.of();
        }
        try {
            LoaderOptions options = new LoaderOptions();
            options.setMaxAliasesForCollections(0);
            Object parsed = new Yaml(new SafeConstructor(options)).load(body);
            return parsed instanceof Map<?, ?> map ? members(map) : null;
        } catch (YAMLException e) {
            return null;
        }
    }

    private static @Nullable Map<String, @Nullable Object> members(Map<?, ?> map) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                return null;
            }
            members.put(name, entry.getValue());
        }
        return members;
    }
}
