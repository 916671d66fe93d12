package io.mqttproxy.config;

import java.nio.file.Path;

/**
 * A file that a configuration names. It was there and readable when the configuration was loaded.
 *
 * @param path resolved against the folder of the configuration
 * @param configured as the operator wrote it, for messages
 * @param source where it is named
 */
public record FileRef(Path path, String configured, Source source) {}
