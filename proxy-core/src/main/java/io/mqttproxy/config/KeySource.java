package io.mqttproxy.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the private key and the certificates of a bundle are. */
public sealed interface KeySource {

    /** The files that hold them, the password's own file included. */
    List<FileRef> files();

    private static List<FileRef> files(@Nullable Secret password, FileRef... others) {
        List<FileRef> files = new ArrayList<>(List.of(others));
        if (password instanceof Secret.FromFile secret) {
            files.add(secret.file());
        }
        return List.copyOf(files);
    }

    /**
     * Two PEM files.
     *
     * @param certFile leaf first
     * @param keyFile PKCS#8 or traditional
     * @param keyPassword null when the key is not encrypted
     */
    record Pem(FileRef certFile, FileRef keyFile, @Nullable Secret keyPassword) implements KeySource {
        @Override
        public List<FileRef> files() {
            return KeySource.files(keyPassword, certFile, keyFile);
        }
    }

    /**
     * One key store, PKCS#12 (RFC 7292) or Java's JKS.
     *
     * @param storePassword opens the store and the key in it
     * @param storeAlias which entry; null when the store has one key only
     */
    record Store(
            FileRef storeFile,
            Secret storePassword,
            @Nullable String storeAlias) implements KeySource {
        @Override
        public List<FileRef> files() {
            return KeySource.files(storePassword, storeFile);
        }
    }
}
