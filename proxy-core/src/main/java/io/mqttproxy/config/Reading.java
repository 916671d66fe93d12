package io.mqttproxy.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What stays the same while one configuration is read.
 *
 * @param file the configuration itself, as the operator named it
 * @param environment for texts with environment variables
 * @param files for the files that it names
 * @param problems where everything wrong goes
 */
record Reading(Path file, Environment environment, FileAccess files, Problems problems) {
    /** Resolves a path relative to the folder of the configuration. */
    Path resolve(String configured) throws BadValue {
        try {
            return configured.isEmpty() ? refuse() : file.resolveSibling(configured);
        } catch (InvalidPathException e) {
            return refuse();
        }
    }

    private static Path refuse() throws BadValue {
        throw BadValue.expected("the path of a file");
    }
}
