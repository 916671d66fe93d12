package io.mqttproxy.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the build has made. */
final class Packages {

    static final Path MODULE = Path.of("").toAbsolutePath();

    private Packages() {}

    static Path tarball() {
        return only("mqtt-tls-proxy-*.tar.gz");
    }

    /** The one that brings its own Java; only the profile "image" makes it. */
    static Path withJava() {
        return only("mqtt-proxy-with-java-*.tar.gz");
    }

    static Path deb() {
        return only("mqtt-proxy_*.deb");
    }

    private static Path only(String glob) {
        try (Stream<Path> found = Files.list(MODULE.resolve("target"))) {
            List<Path> files = found.filter(file ->
                            file.getFileSystem().getPathMatcher("glob:" + glob).matches(file.getFileName()))
                    .toList();
            if (files.size() != 1) {
                throw new AssertionError(glob + ": " + files + " (expected: one; run mvn package)");
            }
            return files.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
