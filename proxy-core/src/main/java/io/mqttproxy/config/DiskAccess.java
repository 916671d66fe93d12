package io.mqttproxy.config;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The real file system. */
final class DiskAccess implements FileAccess {
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
}
