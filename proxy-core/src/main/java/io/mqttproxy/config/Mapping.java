package io.mqttproxy.config;

import io.mqttproxy.identity.NearestName;
import io.mqttproxy.identity.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** A mapping whose keys are fixed: unknown and duplicate ones are reported, missing ones when they are asked for. */
final class Mapping {
    private static final String MERGE_KEY = "<<";

    private final Value owner;
    private final List<String> known;
    private final Map<String, Value> values;

    private Mapping(Value owner, List<String> known, Map<String, Value> values) {
        this.owner = owner;
        this.known = known;
        this.values = values;
    }

    static Mapping read(Value owner, MappingNode node, List<String> known) {
        Map<String, Value> values = children(owner, node);
        values.values().removeIf(value -> {
            boolean unknown = !known.contains(value.name());
            if (unknown) {
                reportUnknown(value, known);
            }
            return unknown;
        });
        return new Mapping(owner, known, values);
    }

    static List<Value> entries(Value owner, MappingNode node, TextReader<String> keyRule) {
        List<Value> values = new ArrayList<>(children(owner, node).values());
        values.removeIf(value -> !obeys(keyRule, value));
        return values;
    }

    /** Where the mapping's key stands, which is where missing keys are reported. */
    Source key() {
        return owner.key();
    }

    boolean has(String key) {
        return values.containsKey(known(key));
    }

    /** The value behind a key, or null when there is no such key. */
    @Nullable Value get(String key) {
        return values.get(known(key));
    }

    /** The value behind a key that must be there. */
    @Nullable Value require(String key, String expected) {
        Value value = get(key);
        if (value == null) {
            report("missing key " + key + " (expected: " + expected + ")");
        }
        return value;
    }

    /** The value of a key that may be missing; the default also when it is wrong. */
    <T> T read(String key, TextReader<T> reader, T otherwise) {
        Value value = get(key);
        T read = value == null ? null : value.read(reader);
        return read == null ? otherwise : read;
    }

    /** The value of a key that must be there. */
    <T> @Nullable T require(String key, TextReader<T> reader) {
        Value value = require(key, reader.expected());
        return value == null ? null : value.read(reader);
    }

    /** Reports something about the mapping as a whole. */
    void report(String message) {
        owner.reading().problems().add(owner.key(), message);
    }

    Reading reading() {
        return owner.reading();
    }

    private String known(String key) {
        if (!known.contains(key)) {
            throw new IllegalArgumentException(key + " (expected: one of the keys that were declared)");
        }
        return key;
    }

    /** All values by key; the first of equal keys counts. */
    static Map<String, Value> children(Value owner, MappingNode node) {
        Reading reading = owner.reading();
        String parent = owner.key().path();
        Map<String, Value> values = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Node keyNode = tuple.getKeyNode();
            if (!(keyNode instanceof ScalarNode scalar) || scalar.getValue().isEmpty()) {
                reading.problems()
                        .add(Value.at(reading, keyNode, parent), "a key that is no plain text (expected: key: value)");
                continue;
            }
            String key = scalar.getValue();
            String path = (parent.isEmpty() ? "" : parent + ".") + Printable.of(key);
            Value value = new Value(reading, tuple.getValueNode(), key, Value.at(reading, keyNode, path));
            Value first = values.putIfAbsent(key, value);
            if (first != null) {
                String message = "duplicate key (expected: once; first at line "
                        + first.key().line() + ")";
                reading.problems().add(value.key(), message);
            }
        }
        return values;
    }

    private static void reportUnknown(Value value, List<String> known) {
        String nearest = NearestName.of(value.name(), known);
        String expected;
        if (value.name().equals(MERGE_KEY)) {
            expected = "the keys themselves, or an alias for the whole value";
        } else {
            expected = nearest == null ? "one of " + String.join(", ", known) : nearest;
        }
        value.reading().problems().add(value.key(), "unknown key (expected: " + expected + ")");
    }

    private static boolean obeys(TextReader<String> keyRule, Value value) {
        try {
            keyRule.read(value.name());
            return true;
        } catch (BadValue e) {
            String message = e.message(Printable.of(value.name()), keyRule.expected());
            value.reading().problems().add(value.key(), message);
            return false;
        }
    }
}
