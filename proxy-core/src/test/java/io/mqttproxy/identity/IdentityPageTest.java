package io.mqttproxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What operators read about identities is complete. */
class IdentityPageTest {
    private static final Path TOP = Path.of("..");

    @Test
    void thePageExplainsEveryVariableFieldAndAttribute() throws Exception {
        String page = Files.readString(TOP.resolve("docs/identity.md"));

        assertThat(CertificateField.names()).allMatch(field -> page.contains("`" + field + "`"));
        assertThat(AttributeType.names()).allMatch(attribute -> page.contains("`" + attribute + "`"));
        assertThat(variablesBesideFields()).allMatch(name -> page.contains("`${" + name + "}`"));
    }

    @Test
    void theSampleConfigurationListsEveryVariableAndField() throws Exception {
        String sample = Files.readString(TOP.resolve("config/proxy.yaml"));

        assertThat(Variables.names().single()).allMatch(name -> sample.contains("${" + name + "}"));
        String from =
                sample.lines().filter(line -> line.strip().startsWith("from: ")).collect(Collectors.joining());
        assertThat(CertificateField.names()).allMatch(from::contains);
    }

    @Test
    void everyTestThatThePageNamesIsThere() throws Exception {
        Matcher name =
                Pattern.compile("`(\\w+(?:Test|IT))`").matcher(Files.readString(TOP.resolve("docs/identity.md")));
        Set<String> named = new TreeSet<>();
        while (name.find()) {
            named.add(name.group(1) + ".java");
        }

        assertThat(named).hasSizeGreaterThan(5);
        assertThat(testSources()).containsAll(named);
    }

    private static Set<String> variablesBesideFields() {
        return Variables.names().single().stream()
                .filter(name -> !name.startsWith(Variables.CERTIFICATE_PREFIX))
                .collect(Collectors.toSet());
    }

    private static Set<String> testSources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
        }
    }
}
