package io.mqttproxy.testsupport;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where installed programs are. */
final class Programs {

    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));
    /** Debian keeps daemons here, and it is not on the path of an ordinary user. */
    private static final String DAEMONS = "/usr/local/sbin" + File.pathSeparator + "/usr/sbin";

    private Programs() {}

    static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(SEPARATOR.splitAsStream(path), SEPARATOR.splitAsStream(DAEMONS))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Path require(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalStateException(
                        "not installed: " + name + " (expected: the test carries @RequiresProgram(\"" + name + "\"))"));
    }
}
