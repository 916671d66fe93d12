package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file in {@code broken/} ends with the messages, complete and in order, that it must cause: lines with {@code #!}. */
class BrokenConfigTest {
    private static final String MARK = "#! ";

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void tellsEveryProblemWithItsPlace(String name) throws Exception {
        List<String> lines = Files.readAllLines(folder().resolve(name));
        String yaml = lines.stream().filter(line -> !line.startsWith(MARK)).collect(Collectors.joining("\n", "", "\n"));

        assertThat(Loaded.problems(yaml))
                .isNotEmpty()
                .containsExactlyElementsOf(lines.stream()
                        .filter(line -> line.startsWith(MARK))
                        .map(line -> line.substring(MARK.length()))
                        .toList());
    }

    @Test
    void thereAreEnoughBrokenFilesToMeanSomething() throws Exception {
        assertThat(files()).hasSizeGreaterThanOrEqualTo(80);
    }

    static Stream<String> files() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(BrokenConfigTest.class.getResource("broken"))
                .toURI());
    }
}
