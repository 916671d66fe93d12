package io.mqttproxy.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The real file system. */
final class DiskAccess implements FileAccess {
    private static final int LARGEST = 64 * 1024; // bytes

    @Override
    public @Nullable String whyNotReadable(Path file) {
        if (!Files.exists(file)) {
            return "no such file";
        }
        if (Files.isDirectory(file)) {
            return "a folder, not a file";
        }
        return Files.isReadable(file) ? null : "file not readable";
    }

    @Override
    public @Nullable String whyNotReplaceable(Path file) {
        @Nullable String why = Files.exists(file) ? whyNotReadable(file) : null;
        return why == null ? whyNotMade(file) : why;
    }

    @Override
    public @Nullable String whyNotWritable(Path file) {
        if (Files.exists(file)) {
            return Files.isDirectory(file)
                    ? "a folder, not a file"
                    : Files.isWritable(file) ? null : "file not writable";
        }
        return whyNotMade(file);
    }

    private static @Nullable String whyNotMade(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return "no such folder for the file";
        }
        return Files.isWritable(folder) ? null : "folder not writable for the file";
    }

    @Override
    public @Nullable String whyNotFolder(Path folder) {
        if (!Files.exists(folder)) {
            return "no such folder";
        }
        if (!Files.isDirectory(folder)) {
            return "a file, not a folder";
        }
        boolean usable = Files.isReadable(folder) && Files.isWritable(folder) && Files.isExecutable(folder);
        return usable ? null : "folder not readable and writable";
    }

    @Override
    public List<Path> list(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LARGEST);
        }
    }
}
