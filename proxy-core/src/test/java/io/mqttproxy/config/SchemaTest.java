package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an editor with {@code proxy.schema.json} says, held against what the loader says. */
class SchemaTest {
    private static final Path BROKEN = Path.of("src/test/resources/io/mqttproxy/config/broken");
    private static final Path FOLDER = Path.of("..", "config");
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    @Test
    void isASchema() throws Exception {
        JsonSchema draft = FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012));

        assertThat(draft.validate(SchemaFile.read().root())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void hasNothingAgainstWhatLoads(Path file) throws Exception {
        assertThat(schema().validate(YamlAsJson.parse(Files.readString(file)))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void isNamedByEachConfigurationForEditors(Path file) throws Exception {
        String header = Files.readAllLines(file).get(0);

        assertThat(header).startsWith("# yaml-language-server: $schema=");
        assertThat(file.resolveSibling(header.substring(header.indexOf('=') + 1)))
                .isRegularFile()
                .hasFileName("proxy.schema.json");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenByKeyOrWord")
    void refusesUnknownKeysAndWrongWords(String name) throws Exception {
        assertThat(schema().validate(YamlAsJson.parse(withoutMarks(name))))
                .as(name)
                .isNotEmpty();
    }

    @Test
    void refusesMuchOfWhatTheLoaderRefuses() throws Exception {
        JsonSchema schema = schema();
        int refused = 0;
        for (String name : yamlThatParses()) {
            refused += schema.validate(YamlAsJson.parse(withoutMarks(name))).isEmpty() ? 0 : 1;
        }

        assertThat(refused).isGreaterThan(yamlThatParses().size() * 2 / 5);
    }

    static List<Path> configurations() throws IOException {
        try (Stream<Path> examples = Files.list(FOLDER.resolve("examples"))) {
            return Stream.concat(Stream.of(FOLDER.resolve("proxy.yaml")), examples.sorted())
                    .toList();
        }
    }

    /** Files with a message about an unknown key, or one that lists the words of one of the schema's enumerations. */
    static List<String> brokenByKeyOrWord() throws IOException {
        SchemaFile schema = SchemaFile.read();
        Set<String> expected = new HashSet<>();
        for (JsonNode words : schema.root().findValues("enum")) {
            expected.add(listed(words));
            words.forEach(word -> expected.add(word.asText()));
        }
        List<String> names = new ArrayList<>();
        for (String name : yamlThatParses()) {
            if (messages(name)
                    .anyMatch(message -> message.contains(": unknown key (") || wrongWord(message, expected))) {
                names.add(name);
            }
        }
        assertThat(names).hasSizeGreaterThan(20);
        return names;
    }

    private static boolean wrongWord(String message, Set<String> expected) {
        int start = message.indexOf(" (expected: ");
        boolean aWord =
                start > 0 && message.substring(0, start).matches(".*: [^ $]+") && !message.contains(": no such ");
        return aWord && expected.contains(message.substring(start + " (expected: ".length(), message.length() - 1));
    }

    private static String listed(JsonNode words) {
        List<String> all = new ArrayList<>();
        words.forEach(word -> all.add(word.asText()));
        int last = all.size() - 1;
        return last == 0 ? all.get(0) : String.join(", ", all.subList(0, last)) + " or " + all.get(last);
    }

    /** Those of {@code broken/} that are one document of YAML, which is not the schema's business. */
    private static List<String> yamlThatParses() throws IOException {
        try (Stream<Path> files = Files.list(BROKEN)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.matches(
                            "(tab|empty-file|anchor-.*|syntax-.*|second-document|unknown-(tag|alias).*)\\.yaml"))
                    .filter(name -> !name.equals("text-at-the-top.yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<String> messages(String name) throws IOException {
        return Files.readAllLines(BROKEN.resolve(name)).stream().filter(line -> line.startsWith("#! "));
    }

    private static String withoutMarks(String name) throws IOException {
        return Files.readAllLines(BROKEN.resolve(name)).stream()
                .filter(line -> !line.startsWith("#! "))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static JsonSchema schema() throws IOException {
        return FACTORY.getSchema(SchemaFile.read().root());
    }
}
