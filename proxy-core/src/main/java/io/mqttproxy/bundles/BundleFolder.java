package io.mqttproxy.bundles;

import io.mqttproxy.config.Managed;
import io.mqttproxy.config.ManagedBundleFile;
import io.mqttproxy.tls.KeyMaterial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that keeps bundles. Each has two files: a PEM file with its certificates and its key, whose name has a digest of
 * the certificates in it and which is never changed, and a {@link ManagedBundleFile} that names it, which takes the place of
 * the one before in a single step. So a process that dies at any moment leaves the old bundle or the new one.
 *
 * <p>All methods block. Used by one thread at a time.
 */
public final class BundleFolder {

    private static final Logger log = LoggerFactory.getLogger(BundleFolder.class);

    /** Of the digest in a file's name; enough to tell the certificates of one bundle apart. */
    private static final int DIGITS = 16;

    private final Path folder;

    /** @param folder is there already */
    public BundleFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Puts a bundle beside those that count, to be checked with all the rest.
     *
     * @return to be closed
     * @throws IOException when it cannot be written; nothing is left then
     */
    public StagedBundle stage(KeyMaterial keys, Managed managed) throws IOException {
        String stem = ManagedBundleFile.stem(keys.name());
        String chain = keys.certificatePem();
        Path pem = folder.resolve(stem + "." + digest(chain) + ".pem");
        Path description = folder.resolve(stem + ManagedBundleFile.SUFFIX);
        String text = ManagedBundleFile.text(String.valueOf(pem.getFileName()), managed);
        boolean mine = !Files.exists(pem);
        PrivateFile.replace(pem, chain + keys.keyPem());
        try {
            PrivateFile prepared = PrivateFile.prepare(description, text);
            return new StagedBundle(pem, mine, prepared, () -> sweep(stem, pem));
        } catch (IOException e) {
            if (mine) {
                Files.deleteIfExists(pem);
            }
            throw e;
        }
    }

    /**
     * Takes a bundle away for good.
     *
     * @throws IOException when it cannot be; it is still there then
     */
    public void remove(String name) throws IOException {
        String stem = ManagedBundleFile.stem(name);
        Files.deleteIfExists(folder.resolve(stem + ManagedBundleFile.SUFFIX));
        PrivateFile.force(folder);
        sweep(stem, null);
    }

    /** Deletes the PEM files that a bundle had before. One that stays is a secret too many, and no reason to fail. */
    private void sweep(String stem, @Nullable Path kept) {
        Pattern mine = Pattern.compile(Pattern.quote(stem) + "\\.[0-9a-f]{" + DIGITS + "}\\.pem");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> old = files.filter(file ->
                            mine.matcher(String.valueOf(file.getFileName())).matches() && !file.equals(kept))
                    .toList();
            for (Path file : old) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            log.warn("An earlier key of bundle {} could not be deleted from {}: {}", stem, folder, e.toString());
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
