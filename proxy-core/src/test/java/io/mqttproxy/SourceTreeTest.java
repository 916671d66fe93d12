package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules about files that no compiler holds. */
class SourceTreeTest {

    private static final int MOST_LINES = 300;
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    @Test
    void noSourceFileIsSoLongThatAConceptIsMissingInIt() throws IOException {
        List<Path> tooLong = sources().filter(file -> lines(file) >= MOST_LINES).toList();

        assertThat(tooLong).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItOwnsAndWhereToStartReading() throws IOException {
        List<Path> withoutWords = sources()
                .filter(file -> file.toString().contains("src/main/java"))
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                .toList();

        assertThat(withoutWords).isEmpty();
    }

    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(TOP)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList()
                    .stream();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }
}
