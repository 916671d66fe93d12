package io.mqttproxy.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads the body of a request: a JSON object whose values are texts. JSON is read as the YAML that it is, by the safe
 * constructor, which makes nothing but texts, numbers, lists and maps.
 */
final class RequestBody {

    private RequestBody() {}

    /** The members in their order, none for no body at all; null when the body is anything else. */
    static @Nullable Map<String, String> texts(String body) {
        if (body.isBlank()) {
            return Map.of();
        }
        try {
            LoaderOptions options = new LoaderOptions();
            options.setMaxAliasesForCollections(0);
            Object parsed = new Yaml(new SafeConstructor(options)).load(body);
            return parsed instanceof Map<?, ?> map ? texts(map) : null;
        } catch (YAMLException e) {
            return null;
        }
    }

    private static @Nullable Map<String, String> texts(Map<?, ?> map) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name) || !(entry.getValue() instanceof String value)) {
                return null;
            }
            texts.put(name, value);
        }
        return texts;
    }
}
