package io.mqttproxy.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operator's {@code proxy.schema.json}, and what it says about a place in a configuration. */
record SchemaFile(JsonNode root) {
    static final Path FILE = Path.of("..", "config", "proxy.schema.json");

    static SchemaFile read() throws IOException {
        return new SchemaFile(new ObjectMapper().readTree(FILE.toFile()));
    }

    /** The alternatives that a schema stands for, with references followed. */
    List<JsonNode> alternatives(JsonNode schema) {
        if (schema.has("$ref")) {
            return alternatives(root.at(schema.get("$ref").asText().substring(1)));
        }
        if (!schema.has("anyOf")) {
            return List.of(schema);
        }
        List<JsonNode> all = new ArrayList<>();
        schema.get("anyOf").forEach(each -> all.addAll(alternatives(each)));
        return all;
    }

    /** What schemas say about the value behind a key. */
    List<JsonNode> under(List<JsonNode> schemas, String key) {
        List<JsonNode> values = new ArrayList<>();
        for (JsonNode schema : schemas) {
            JsonNode fixed = schema.path("properties").path(key);
            JsonNode free = schema.path("additionalProperties");
            if (fixed.isObject()) {
                values.addAll(alternatives(fixed));
            } else if (free.isObject()) {
                values.addAll(alternatives(free));
            }
        }
        return values;
    }

    /** What schemas say about the items of a list. */
    List<JsonNode> items(List<JsonNode> schemas) {
        return schemas.stream()
                .filter(schema -> schema.has("items"))
                .flatMap(schema -> alternatives(schema.get("items")).stream())
                .toList();
    }

    /** The sections with fixed keys in a schema, wherever they are. */
    static List<JsonNode> sections(JsonNode schema) {
        List<JsonNode> sections = new ArrayList<>();
        if (schema.path("properties").isObject()) {
            sections.add(schema);
        }
        if (schema.isObject()) {
            for (Map.Entry<String, JsonNode> each : schema.properties()) {
                sections.addAll(sections(each.getValue()));
            }
        }
        schema.elements().forEachRemaining(each -> {
            if (schema.isArray()) {
                sections.addAll(sections(each));
            }
        });
        return sections;
    }
}
