package io.mqttproxy;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.ProxyConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where the configuration comes from, at start and later.
 *
 * @param path as the operator named it
 * @param first what was in it at start, as a digest
 */
public record ConfigFile(Path path, ConfigLoader loader, String first) {

    private static final String UNREADABLE = "unreadable";

    /** A file that is about to be read for the first time. Blocks. */
    public static ConfigFile of(Path path, ConfigLoader loader) {
        return new ConfigFile(path, loader, digest(path));
    }

    /**
     * Reads it; blocks.
     *
     * @throws ConfigException with all problems
     */
    public ProxyConfig load() throws ConfigException {
        return loader.load(path);
    }

    /** What is in it now, as a digest; contents and not times, for the reasons of a Kubernetes volume. Blocks. */
    String digest() {
        return digest(path);
    }

    private static String digest(Path path) {
        try {
            return digest(Files.readAllBytes(path));
        } catch (IOException e) {
            return UNREADABLE;
        }
    }

    /** The SHA-256 of a text in hex. */
    static String digest(String text) {
        return digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
