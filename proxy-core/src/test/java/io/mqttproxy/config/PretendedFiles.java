package io.mqttproxy.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every file is there unless its path says {@code missing}; the disk is never touched. */
final class PretendedFiles implements FileAccess {
    @Override
    public @Nullable String whyNotReadable(Path file) {
        return file.toString().contains("missing") ? "no such file" : null;
    }

    @Override
    public @Nullable String whyNotReplaceable(Path file) {
        return whyNotWritable(file);
    }

    @Override
    public @Nullable String whyNotWritable(Path file) {
        return file.toString().contains("missing") ? "no such folder for the file" : null;
    }

    @Override
    public @Nullable String whyNotFolder(Path folder) {
        return folder.toString().contains("missing") ? "no such folder" : null;
    }

    @Override
    public List<Path> list(Path folder, String suffix) {
        return List.of();
    }

    @Override
    public byte[] read(Path file) throws IOException {
        throw new IOException("the disk is never touched");
    }
}
