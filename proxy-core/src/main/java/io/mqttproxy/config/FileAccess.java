package io.mqttproxy.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks at the files that a configuration names, without reading them. */
interface FileAccess {
    /** What keeps us from reading this file, such as {@code no such file}; null when nothing does. */
    @Nullable String whyNotReadable(Path file);

    /** What keeps us from putting another file in the place of this one, which need not exist yet; null when nothing does. */
    @Nullable String whyNotReplaceable(Path file);

    /** What keeps us from writing this file, which need not exist yet; null when nothing does. */
    @Nullable String whyNotWritable(Path file);
}
