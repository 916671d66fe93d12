package io.mqttproxy.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files under test are. */
final class DeployFolder {

    /** The top of the source tree. */
    static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    private DeployFolder() {}

    static Path file(String name) {
        return TOP.resolve("deploy").resolve(name);
    }

    static String read(String name) {
        return text(file(name));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
