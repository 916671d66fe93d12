package io.mqttproxy.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * What a set of files held at one moment.
 *
 * <p>Contents are compared, not times: a Kubernetes volume swaps a symbolic link above the files, NFS clocks differ, and an
 * editor may write the same text again.
 *
 * @param byFile the SHA-256 of each file in hex; files that cannot be read have a text that says so
 */
record FileDigests(Map<Path, String> byFile) {

    private static final String UNREADABLE = "unreadable";

    /** Reads all of the files; blocks. */
    static FileDigests of(Collection<Path> files) {
        Map<Path, String> digests = new HashMap<>();
        for (Path file : files) {
            digests.put(file, digest(file));
        }
        return new FileDigests(Map.copyOf(digests));
    }

    private static String digest(Path file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (IOException e) {
            return UNREADABLE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
