package io.mqttproxy.config;

import io.mqttproxy.identity.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** One value of a YAML document, with its place. What is wrong with it is reported, and null or nothing comes back. */
final class Value {
    private final Reading reading;
    private final Node node;
    private final String name;
    private final Source key;
    private final Source source;

    /**
     * Wraps a node.
     *
     * @param name the key that it stands behind; empty at the root and in lists
     * @param key where that key stands, or the value itself when it has none
     */
    Value(Reading reading, Node node, String name, Source key) {
        this.reading = reading;
        this.node = node;
        this.name = name;
        this.key = key;
        this.source = isEmpty() ? key : at(reading, node, key.path());
    }

    static Value root(Reading reading, Node node) {
        return new Value(reading, node, "", new Source(reading.file().toString(), 1, 1, ""));
    }

    static Source at(Reading reading, Node node, String path) {
        Mark mark = node.getStartMark();
        if (Setting.isMine(mark)) {
            return Setting.source(path);
        }
        return new Source(reading.file().toString(), mark.getLine() + 1, mark.getColumn() + 1, path);
    }

    /** Where the value itself stands; where its key stands when there is only a key. */
    Source source() {
        return source;
    }

    /** Where its key stands; where the value stands in a list. */
    Source key() {
        return key;
    }

    /** The key that it stands behind; empty at the root and in lists. */
    String name() {
        return name;
    }

    Reading reading() {
        return reading;
    }

    boolean isText() {
        return node instanceof ScalarNode && tagged(Tag.STR) && !isEmpty();
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    /** Nothing at all stands behind the key; {@code ""} is text. */
    private boolean isEmpty() {
        return node instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && scalar.getValue().isEmpty();
    }

    void report(String message) {
        reading.problems().add(source, message);
    }

    /** Reports that this is not what was expected, showing it. */
    void reportUnexpected(String expected) {
        report(shown() + " (expected: " + expected + ")");
    }

    /** The value that its text stands for, after environment variables were put in. */
    <T> @Nullable T read(TextReader<T> reader) {
        String text = text(reader.expected());
        if (text == null) {
            return null;
        }
        try {
            return reader.read(reading.environment().substitute(text));
        } catch (BadValue e) {
            report(e.message(shown(), reader.expected()));
            return null;
        }
    }

    /** Its text as the operator wrote it. */
    @Nullable String text(String expected) {
        if (!isText()) {
            reportUnexpected(expected);
            return null;
        }
        return ((ScalarNode) node).getValue();
    }

    /** A mapping of keys that are known. */
    @Nullable Mapping mapping(List<String> keys) {
        if (!(node instanceof MappingNode mapping) || !tagged(Tag.MAP)) {
            reportUnexpected("a mapping with the keys " + String.join(", ", keys));
            return null;
        }
        return Mapping.read(this, mapping, keys);
    }

    /** The values of a mapping whose keys are names that the operator chose; at least one. */
    List<Value> named(String what) {
        return entries(what, new NameReader());
    }

    /** The values of a mapping whose keys are free, within a rule. */
    List<Value> entries(String what, TextReader<String> keyRule) {
        if (!(node instanceof MappingNode mapping) || !tagged(Tag.MAP)) {
            reportUnexpected("a mapping of at least one " + what);
            return List.of();
        }
        if (mapping.getValue().isEmpty()) {
            report("empty mapping (expected: a mapping of at least one " + what + ")");
        }
        return Mapping.entries(this, mapping, keyRule);
    }

    /** The values of a mapping, whatever its keys are; empty when this is none. */
    List<Value> keys() {
        return node instanceof MappingNode mapping
                ? List.copyOf(Mapping.children(this, mapping).values())
                : List.of();
    }

    /** The values of a list; at least one. */
    List<Value> list(String what) {
        List<Value> values = listOrEmpty("at least one " + what);
        if (values.isEmpty() && node instanceof SequenceNode) {
            report("empty list (expected: a list of at least one " + what + ")");
        }
        return values;
    }

    /** The values of a list, which may be empty. */
    List<Value> listOrEmpty(String what) {
        if (!(node instanceof SequenceNode sequence) || !tagged(Tag.SEQ)) {
            reportUnexpected("a list of " + what);
            return List.of();
        }
        List<Value> values = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            String path = key.path() + "[" + values.size() + "]";
            values.add(new Value(reading, item, "", at(reading, item, path)));
        }
        return values;
    }

    /** What the operator sees in a message, never a mapping's or list's content. */
    private String shown() {
        if (isEmpty()) {
            return "empty";
        }
        return isText() ? Printable.of(((ScalarNode) node).getValue()) : kind();
    }

    private String kind() {
        if (!tagged(Tag.STR) && !tagged(Tag.MAP) && !tagged(Tag.SEQ)) {
            return "a value with a tag";
        }
        return isMapping() ? "a mapping" : node instanceof SequenceNode ? "a list" : "text";
    }

    private boolean tagged(Tag tag) {
        return node.getTag().equals(tag);
    }
}
