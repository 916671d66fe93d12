package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Asks the loader what it knows, place by place of the sample, and holds the schema to the answers: an unknown key makes it
 * list the keys, an unknown word the words. So a key or word that is new in the code fails here until the schema has it.
 */
class SchemaAgreesTest {
    private static final Path SAMPLE = Path.of("..", "config", "proxy.yaml");
    private static final String NONSENSE = "zzqqxx";
    private static final Pattern KEY_LINE = Pattern.compile("( *(?:- )?)([\\w./-]+):(?: +.*?)? +# (.*)");

    private final Map<String, String> environment = new HashMap<>(Loaded.ENVIRONMENT);
    private final Set<JsonNode> visited = Collections.newSetFromMap(new IdentityHashMap<>());
    private final SchemaFile schema;
    private final Node document;

    SchemaAgreesTest() throws IOException {
        schema = SchemaFile.read();
        document = new Yaml().compose(new StringReader(Files.readString(SAMPLE)));
        environment.put("KEY_PASSWORD", "secret");
    }

    @Test
    void everySectionHasTheKeysThatTheCodeKnows() {
        walkSections(document, List.of(schema.root()), "");

        assertThat(SchemaFile.sections(schema.root()))
                .as("sections that the sample does not show")
                .allMatch(visited::contains);
    }

    @Test
    void everyChoiceHasTheWordsThatTheCodeKnows() {
        int choices = walkChoices(document, List.of(schema.root()), "");

        assertThat(choices).isGreaterThan(40);
    }

    @Test
    void everyKeyIsDescribedAsInTheSample() throws Exception {
        Set<JsonNode> described = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Indented> above = new ArrayDeque<>(List.of(new Indented(-1, List.of(schema.root()))));
        for (String line : Files.readAllLines(SAMPLE)) {
            Matcher key = KEY_LINE.matcher(line);
            if (!key.matches()) {
                continue;
            }
            int indent = key.group(1).length();
            while (above.getFirst().indent() >= indent) {
                above.removeFirst();
            }
            List<JsonNode> parents = withItems(above.getFirst().schemas());
            for (JsonNode parent : parents) {
                JsonNode property = parent.path("properties").path(key.group(2));
                boolean first = !key.group(3).equals("As above.") && property.isObject() && described.add(property);
                if (first) {
                    assertThat(property.path("description").asText()).as(line).isEqualTo(key.group(3));
                }
            }
            above.addFirst(new Indented(indent, schema.under(parents, key.group(2))));
        }
        assertThat(described).hasSizeGreaterThan(100);
    }

    /** What the schema says about a line of the sample and those that are indented below it. */
    private record Indented(int indent, List<JsonNode> schemas) {}

    private List<JsonNode> withItems(List<JsonNode> schemas) {
        List<JsonNode> all = new ArrayList<>(schemas);
        all.addAll(schema.items(schemas));
        return all;
    }

    private void walkSections(Node node, List<JsonNode> schemas, String path) {
        List<JsonNode> sections =
                schemas.stream().filter(each -> each.has("properties")).toList();
        if (node instanceof MappingNode mapping && !sections.isEmpty()) {
            Set<String> keys = new TreeSet<>();
            sections.forEach(section -> section.get("properties").fieldNames().forEachRemaining(keys::add));
            visited.addAll(sections);
            assertThat(keysOfTheCode(mapping, join(path, NONSENSE)))
                    .as("keys of '%s': the code's, and those of proxy.schema.json", path)
                    .isEqualTo(keys);
        }
        children(node, schemas, path).forEach(child -> walkSections(child.node(), child.schemas(), child.path()));
    }

    private Set<String> keysOfTheCode(MappingNode mapping, String path) {
        NodeTuple more = new NodeTuple(scalar(NONSENSE), scalar("x"));
        mapping.getValue().add(more);
        try {
            return words(message(path), "unknown key (expected: one of ");
        } finally {
            mapping.getValue().remove(more);
        }
    }

    private int walkChoices(Node node, List<JsonNode> schemas, String path) {
        int choices = 0;
        if (node instanceof MappingNode mapping) {
            List<NodeTuple> tuples = mapping.getValue();
            for (int i = 0; i < tuples.size(); i++) {
                NodeTuple tuple = tuples.get(i);
                String key = ((ScalarNode) tuple.getKeyNode()).getValue();
                tuples.set(i, new NodeTuple(tuple.getKeyNode(), scalar(NONSENSE)));
                choices += compareWords(schema.under(schemas, key), join(path, key));
                tuples.set(i, tuple);
            }
        } else if (node instanceof SequenceNode sequence) {
            List<Node> items = sequence.getValue();
            for (int i = 0; i < items.size(); i++) {
                Node item = items.set(i, scalar(NONSENSE));
                choices += compareWords(schema.items(schemas), path + "[" + i + "]");
                items.set(i, item);
            }
        }
        for (Child child : children(node, schemas, path)) {
            choices += walkChoices(child.node(), child.schemas(), child.path());
        }
        return choices;
    }

    private int compareWords(List<JsonNode> values, String path) {
        Set<String> words = new TreeSet<>();
        values.forEach(value -> value.path("enum").forEach(word -> words.add(word.asText())));
        if (words.isEmpty()) {
            return 0;
        }
        boolean nothingElse = values.stream()
                .allMatch(value -> value.has("enum")
                        || value.path("type").asText().matches("boolean|object|array")
                        || value.path("pattern").asText().equals("\\$\\{"));
        Set<String> told = words(message(path), NONSENSE + " (expected: ");
        assertThat(told).as("words of %s", path).containsAll(words);
        told.removeIf(word -> word.contains(" ")); // such as "a mapping with keysFile"
        if (nothingElse) {
            assertThat(told)
                    .as("words of %s: the code's, and the schema's", path)
                    .isEqualTo(words);
        }
        return 1;
    }

    /** A value below another one. */
    private record Child(Node node, List<JsonNode> schemas, String path) {}

    private List<Child> children(Node node, List<JsonNode> schemas, String path) {
        List<Child> children = new ArrayList<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = ((ScalarNode) tuple.getKeyNode()).getValue();
                children.add(new Child(tuple.getValueNode(), schema.under(schemas, key), join(path, key)));
            }
        } else if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                children.add(new Child(item, schema.items(schemas), path + "[" + children.size() + "]"));
            }
        }
        return children;
    }

    /** What the loader says about a place of the document as it is now. */
    private String message(String path) {
        StringWriter text = new StringWriter();
        new Yaml().serialize(document, text);
        try {
            new ConfigLoader(environment, new PretendedFiles())
                    .parse(text.toString().getBytes(StandardCharsets.UTF_8), SAMPLE);
        } catch (ConfigException e) {
            for (Problem problem : e.problems()) {
                if (problem.source().path().equals(path)) {
                    return problem.message();
                }
            }
            throw new AssertionError("nothing about " + path + ": " + e.problems());
        }
        throw new AssertionError("no problem with nonsense at " + path);
    }

    private static Set<String> words(String message, String start) {
        assertThat(message).startsWith(start).endsWith(")");
        String list = message.substring(start.length(), message.length() - 1);
        return new TreeSet<>(Arrays.asList(list.split(",? or |, ", -1)));
    }

    private static ScalarNode scalar(String text) {
        return new ScalarNode(Tag.STR, text, null, null, ScalarStyle.PLAIN);
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
