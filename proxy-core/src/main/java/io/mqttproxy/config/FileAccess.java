package io.mqttproxy.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the files that a configuration names; reads none but those that are part of it. */
interface FileAccess {
    /** What keeps us from reading this file, such as {@code no such file}; null when nothing does. */
    @Nullable String whyNotReadable(Path file);

    /** What keeps us from putting another file in the place of this one, which need not exist yet; null when nothing does. */
    @Nullable String whyNotReplaceable(Path file);

    /** What keeps us from writing this file, which need not exist yet; null when nothing does. */
    @Nullable String whyNotWritable(Path file);

    /** What keeps us from reading this folder and putting files into it; null when nothing does. */
    @Nullable String whyNotFolder(Path folder);

    /** The files in a folder whose names end so, in the order of their names. */
    List<Path> list(Path folder, String suffix) throws IOException;

    /** All of a file of at most 64 KiB; the beginning of any other. */
    byte[] read(Path file) throws IOException;
}
