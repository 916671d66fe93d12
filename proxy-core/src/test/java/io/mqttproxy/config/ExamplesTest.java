package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleLoadsAndSaysWhatItShows(Path example) throws Exception {
        assertThat(SampleTest.load(example).listeners()).isNotEmpty();
        assertThat(Files.readAllLines(example).get(1)).startsWith("# ").endsWith(".");
    }

    @Test
    void anExampleFailsWithoutItsFiles() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new ConfigLoader(SampleTest.ENVIRONMENT)
                        .load(SampleTest.FOLDER.resolve("examples/mutual-tls.yaml")))
                .withMessageContaining("no such file: certs/device-ca.pem");
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(SampleTest.FOLDER.resolve("examples"))) {
            List<Path> examples = files.sorted().toList();
            assertThat(examples).hasSizeGreaterThan(10);
            return examples;
        }
    }
}
