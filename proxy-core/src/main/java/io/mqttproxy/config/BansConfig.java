package io.mqttproxy.config;

import org.jspecify.annotations.Nullable;

/**
 * Whom operators keep out.
 *
 * @param file where bans outlast the process; null = nowhere. It may not be there yet
 */
public record BansConfig(@Nullable FileRef file) {

    /** For a file that says nothing. */
    public static final BansConfig DEFAULTS = new BansConfig((FileRef) null);
}
